"""Which line of a map feeds which weight."""

import pytest

from wtspec.errors import Report, Source, Span
from wtspec.language import tree as t
from wtspec.model.pretrained.sources import choose_sources
from wtspec.program.pretrained import Mapped, Pretrained

PATHS = [f"blocks/{i}/{part}/kernel" for i in (0, 1) for part in ("first", "out")]


def choose(*patterns, paths=PATHS):
    """The number of the line that feeds each path, and what is told."""
    spans = [Span(Source("x", ""), line + 1, 1, line + 1, 2) for line in range(len(patterns) + 1)]
    lines = [
        Mapped(pattern, t.Value(str(at), span=spans[at]), spans[at])
        for at, pattern in enumerate(patterns)
    ]
    report = Report()
    chosen = choose_sources(Pretrained("f", tuple(lines), (), (), spans[-1]), paths, [], report)
    fed = "".join(chosen[path].names[0] if path in chosen else "-" for path in paths)
    return fed, [(fault.code, fault.span.line) for fault in report.diagnostics]


@pytest.mark.parametrize(
    ("patterns", "fed"),
    [
        (["blocks/{i}/{part}/kernel", "blocks/{i}/out/kernel"], "0101"),
        (["blocks/{i}/out/kernel", "blocks/{i}/{part}/kernel"], "1010"),
        (["{**}/kernel", "blocks/0/{part}/kernel"], "1100"),
        (["{**}/out/kernel", "{**}/kernel"], "1010"),
        (["blocks/1/out/kernel", "{a}/{b}/{c}/{d}", "blocks/{b}/{c}/kernel"], "2220"),
        (["{a}/{b}/{c}/{d}", "{a}/{b}/o{c}/{d}"], "0101"),
    ],
)
def test_the_most_specific_line_feeds_a_weight_wherever_it_stands(patterns, fed):
    found, told = choose(*patterns)
    overruled = [line for line in range(len(patterns)) if str(line) not in fed]
    assert (found, told) == (fed, [("unused-source", line + 1) for line in overruled])


@pytest.mark.parametrize(
    "patterns",
    [
        ["{a}/{i}/out/kernel", "blocks/{i}/{b}/kernel"],
        ["{a}/0/{c}/kernel", "{b}/0/{d}/kernel"],
        ["{**}/kernel", "blocks/{**}"],
    ],
)
def test_lines_of_which_none_is_more_specific_are_told_once(patterns):
    assert ("ambiguous-pattern", 1) in choose(*patterns)[1]
    assert [code for code, _ in choose(*patterns)[1]].count("ambiguous-pattern") == 1


def test_a_tie_that_a_more_specific_line_breaks_is_none():
    patterns = ["{a}/{i}/out/kernel", "blocks/{i}/{b}/kernel", "blocks/{i}/out/kernel"]
    assert choose(*patterns) == ("1212", [("unused-source", 1)])


def test_a_line_that_fits_no_weight_is_told():
    found, told = choose("{**}", "blocks/{i}/kernel")
    assert (found, told) == ("0000", [("unknown-weight", 2)])


def test_many_lines_and_weights_take_no_time():
    paths = [f"blocks/{i}/{part}/kernel" for i in range(200) for part in "abcdefgh"]
    lines = [f"blocks/{{i}}/{part}/kernel" for part in "abcdefgh"]
    assert choose(*lines, paths=paths)[1] == []
