"""A short share of `make fuzz`, the same each time and without atheris."""

import sys
import warnings
from pathlib import Path

import pytest

from scripts.fuzz import examine as examine_module
from scripts.fuzz.examine import examine
from scripts.fuzz.findings import keep, kept
from scripts.fuzz.limits import READING, Limits
from scripts.fuzz.oracle import FindingError, check_diagnostics
from scripts.fuzz.seeds import dictionary, seeds
from scripts.fuzz.targets import TARGETS, Fuzzed
from tests.long import mostly_long
from wtspec.errors import Diagnostic, Related, Source, Span

HERE = Path(__file__).parent
MENDED = sorted(HERE.glob("mended/*/*"))
SHARE = 150
SHARE_THAT_TRAINS = 20
BY_TARGET = [
    pytest.param(name, marks=pytest.mark.long) if name in ("whole", "section", "trained") else name
    for name in TARGETS
]
SOURCE = Source("a.yaml", "first\nsecond")


@pytest.mark.parametrize("name", BY_TARGET)
def test_what_fuzzing_starts_from_gives_no_finding(name):
    given = list(seeds(name))
    share = SHARE if TARGETS[name].limits is READING else SHARE_THAT_TRAINS
    for data in given[:: 1 + len(given) // share]:
        found = examine(TARGETS[name].run, data, TARGETS[name].limits)
        assert found is None, f"{data!r}\n{found.report}"


@pytest.mark.parametrize(
    "path", mostly_long(MENDED, every=5), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_what_was_found_once_stays_mended(path):
    target = TARGETS[path.parent.name]
    found = examine(target.run, path.read_bytes(), target.limits)
    assert found is None, found.report


def fail(data):
    return data[3]


def warn(data):
    warnings.warn("odd", SyntaxWarning, stacklevel=1)


def mutter(data):
    sys.stderr.write("odd\n")


@pytest.mark.parametrize(
    ("target", "said"),
    [(fail, "IndexError"), (warn, "SyntaxWarning"), (mutter, "words on stderr")],
)
def test_whatever_a_target_must_not_do_is_a_finding(target, said):
    assert said in examine(target, b"").report


def test_what_takes_too_long_is_a_finding():
    found = examine(lambda _: str(sum(range(3_000_000))), b"", Limits(0.01, 2**30))
    assert "s of the processor" in found.report


def test_what_takes_too_much_memory_is_a_finding(monkeypatch):
    peaks = iter([2**30, 2**31])
    monkeypatch.setattr(examine_module, "_peak_bytes", lambda: next(peaks))
    assert "1024 MiB of memory" in examine(lambda _: "", b"").report


def test_of_findings_of_one_kind_the_shortest_input_is_kept(tmp_path):
    for data in (b"ab", b"a", b"abc"):
        keep(Fuzzed(fail, 8), data, tmp_path)
    (path,) = kept(tmp_path)
    assert path.read_bytes() == b"a"
    assert "IndexError" in path.with_suffix(".txt").read_text()


def span(line, column, end_line, end_column):
    return Span(SOURCE, line, column, end_line, end_column)


@pytest.mark.parametrize(
    "one",
    [
        Diagnostic("Code", "message", span(1, 1, 1, 2)),
        Diagnostic("code", "", span(1, 1, 1, 2)),
        Diagnostic("code", "two\nlines", span(1, 1, 1, 2)),
        Diagnostic("code", "A full stop.", span(1, 1, 1, 2)),
        Diagnostic("code", "message", span(1, 1, 1, 2), help=" "),
        Diagnostic("code", "message", span(3, 1, 3, 2)),
        Diagnostic("code", "message", span(2, 1, 2, 9)),
        Diagnostic("code", "message", span(2, 3, 1, 2)),
        Diagnostic("code", "message", None, related=(Related("there", span(0, 1, 1, 1)),)),
        Diagnostic("code", "message", None, related=(Related("", span(1, 1, 1, 1)),)),
    ],
)
def test_a_diagnostic_that_is_not_well_formed_is_a_finding(one):
    with pytest.raises(FindingError):
        check_diagnostics([one])


def test_a_fault_that_is_told_twice_is_a_finding():
    one = Diagnostic("code", "message", span(1, 1, 2, 3))
    check_diagnostics([one])
    with pytest.raises(FindingError):
        check_diagnostics([one, one])


def test_words_that_fuzzing_joins_are_told_in_ascii():
    words = dictionary()
    assert words.isascii()
    assert '"wtspec"\n' in words
    assert '"\\xe2\\x80\\xa8"\n' in words
