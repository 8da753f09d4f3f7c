"""The line that tells how it went."""

from wtspec.errors import Diagnostic, Source, Span
from wtspec.errors.render import summary


def fault(name, severity="error"):
    return Diagnostic("c", "m", Span(Source(name, "x"), 1, 1, 1, 2), severity=severity)


def test_errors_warnings_and_files_are_counted():
    found = [fault("a"), fault("a"), fault("b"), fault("b", "warning")]
    assert summary(found) == "3 errors, 1 warning in 2 files"


def test_one_of_each_is_singular():
    assert summary([fault("a")]) == "1 error in 1 file"


def test_a_kind_that_was_not_found_is_left_out():
    assert summary([fault("a", "warning"), fault("b", "warning")]) == "2 warnings in 2 files"


def test_a_fault_without_a_place_counts_no_file():
    assert summary([Diagnostic("c", "m")]) == "1 error"


def test_nothing_found_is_no_errors():
    assert summary([]) == "no errors"
