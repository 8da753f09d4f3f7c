"""Collecting the faults of a stage."""

import pickle

import pytest

from wtspec.errors import Diagnostic, Related, Report, Source, Span, SpecError

SPAN = Span(Source("a.yaml", "a: 1"), 1, 4, 1, 5)


def test_all_faults_are_raised_at_once():
    report = Report()
    report.error("one", "first", SPAN)
    report.error("two", "second", SPAN)
    with pytest.raises(SpecError) as raised:
        report.check()
    assert [found.code for found in raised.value.diagnostics] == ["one", "two"]


def test_the_same_mistake_is_kept_once():
    report = Report()
    report.error("one", "first", SPAN)
    report.error("one", "first", SPAN, help="said differently")
    assert len(report.diagnostics) == 1


def test_a_warning_alone_does_not_fail():
    report = Report()
    report.add(Diagnostic("lint", "odd", SPAN, severity="warning"))
    report.check()
    assert report.diagnostics[0].code == "lint"


def test_an_error_carries_the_warnings_along():
    report = Report()
    report.add(Diagnostic("lint", "odd", SPAN, severity="warning"))
    report.error("one", "first", SPAN)
    with pytest.raises(SpecError) as raised:
        report.check()
    assert len(raised.value.diagnostics) == 2


WHOLE = """\
error[one]: first
 --> a.yaml:1:4
  |
1 | a: 1
  |    ^
  = expected: 2
  = received: 1
  = help: write `2`"""


def test_an_error_reads_as_all_that_is_known():
    fault = Diagnostic("one", "first", SPAN, expected="2", received="1", help="write `2`")
    assert str(SpecError(fault)) == WHOLE
    assert str(SpecError([fault, fault])) == f"{WHOLE}\n\n{WHOLE}"


def test_an_error_survives_the_way_between_processes():
    fault = Diagnostic("one", "first", SPAN, expected="2", received="1", help="write `2`")
    error = pickle.loads(pickle.dumps(SpecError(fault)))  # noqa: S301
    assert str(error) == WHOLE


def test_a_name_of_several_lines_leaves_a_message_on_one_line():
    odd = Diagnostic("one", "no `a\nb`", SPAN, related=(Related("nor `c\nd`", SPAN),))
    report = Report()
    report.add(odd)
    for found in (*report.diagnostics, *SpecError(odd).diagnostics):
        assert (found.message, found.related[0].message) == (r"no `a\nb`", r"nor `c\nd`")


def note_errors(report, count):
    for number in range(count):
        report.error("one", f"fault {number}", SPAN)


def add_all(report, faults):
    for fault in faults:
        report.add(fault)


def test_a_check_stops_after_a_hundred_errors_and_says_so():
    with pytest.raises(SpecError) as raised:
        note_errors(Report(), 200)
    found = raised.value.diagnostics
    assert [fault.message for fault in found[:100]] == [f"fault {number}" for number in range(100)]
    assert [fault.code for fault in found[100:]] == ["too-many-faults"]


def test_the_same_hundred_errors_may_be_noted_again_elsewhere():
    with pytest.raises(SpecError) as raised:
        note_errors(Report(), 101)
    with pytest.raises(SpecError) as again:
        add_all(Report(), raised.value.diagnostics)
    assert again.value.diagnostics == raised.value.diagnostics


def test_warnings_beyond_a_hundred_are_not_told_and_stop_nothing():
    report = Report()
    for number in range(200):
        report.add(Diagnostic("lint", f"odd {number}", SPAN, severity="warning"))
    report.check()
    assert [found.code for found in report.diagnostics[100:]] == ["too-many-faults"]
