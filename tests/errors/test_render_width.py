"""The text form of diagnostics on a terminal that is as wide as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.errors import Diagnostic, Related, Source, Span
from wtspec.errors.render import render_text
from wtspec.errors.render.excerpt import excerpt
from wtspec.errors.visible import cells, columns
from wtspec.errors.wrap import wrap

LINE = "      call: softmax(query @ transpose(key) / sqrt(dim)) @ valeu + bias  # attention weights"
TEXT = st.text(st.sampled_from("ab :名値é\u0301\t🙂👩\u200d한글\u1161\x1b"), max_size=200)


def place(text: str, start: int, end: int) -> Span:
    return Span(Source("model.yaml", text), 1, start + 1, 1, end + 1)


def fault(**given) -> Diagnostic:
    start = LINE.index("valeu")
    return Diagnostic(
        "unknown-name", "there is no `valeu` here", place(LINE, start, start + 5), **given
    )


@pytest.mark.parametrize("width", [200, 80, 60, 40, 24])
def test_an_excerpt_never_wraps_and_shows_the_span(width):
    lines = render_text([fault()], width=width).split("\n")
    assert max(map(columns, lines)) <= width
    shown, marks = (line.split("| ", 1)[1] for line in lines[-2:])
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "valeu"
    assert (width >= 100) == ("…" not in shown)


@given(TEXT, st.integers(0, 200), st.integers(0, 200), st.integers(14, 120))
def test_any_line_is_cut_to_any_width_round_its_span(text, start, end, width):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    shown = excerpt(place(text, start, end), width)
    assert columns(shown.text) <= width
    assert shown.indent + shown.length <= width
    span = cells(text)[start:end]
    if sum(map(columns, span)) <= width - 2 and "".join(span).strip() == "".join(span):
        assert "".join(span) in shown.text


def test_a_span_wider_than_the_terminal_is_shown_from_its_beginning():
    text = "call: " + "x + " * 100
    lines = render_text([Diagnostic("c", "m", place(text, 6, 400))], width=50).split("\n")
    shown, marks = (line.split("| ", 1)[1] for line in lines[-2:])
    assert shown.startswith("…all: x + x")
    assert shown.endswith("…")
    assert len(marks.strip()) >= 36


def test_no_mark_is_combined_with_the_sign_of_a_cut():
    text = "e\u0301" * 200 + " here"
    assert "…\u0301" not in excerpt(place(text, 401, 405), 40).text


def test_words_are_kept_whole_on_a_narrow_terminal():
    told = fault(
        expected="one of `query`, `key`, `value`, `bias`, `dim`",
        help="did you mean `value`, which is an input?\nor declare it:\n  inputs: {valeu: [dim]}",
    )
    assert render_text([told], width=44).split("\n") == [
        "error[unknown-name]: there is no `valeu`",
        "  here",
        " --> model.yaml:1:59",
        "  |",
        "1 | …qrt(dim)) @ valeu + bias  # attention …",
        "  |              ^^^^^",
        "  = expected: one of `query`, `key`,",
        "              `value`, `bias`, `dim`",
        "  = help: did you mean `value`, which is an",
        "          input?",
        "          or declare it:",
        "            inputs: {valeu: [dim]}",
    ]


def test_a_label_without_room_stands_below_its_underline():
    related = (Related("another weight of this name is declared here", place(LINE, 60, 65)),)
    lines = render_text([fault(related=related)], width=44).split("\n")
    assert lines[-2:] == ["  | another weight of this name is declared", "  | here"]
    assert re.fullmatch(r"  \| +-+", lines[-3])


def test_a_line_that_is_broken_is_no_command_of_a_ci_system():
    told = render_text([Diagnostic("c", "m" * 20 + " ::error::x")], width=24)
    assert not any(line.lstrip().startswith("::") for line in told.split("\n"))


def test_in_a_pipe_messages_stay_on_one_line_and_excerpts_get_a_hundred_columns():
    long = Diagnostic("c", "word " * 60, place("k: " + "v" * 300, 3, 5))
    first, *_, line, _ = render_text([long]).split("\n")
    assert len(first) > 300
    assert 95 <= len(line) <= 105


def test_blanks_within_a_line_stay_where_it_is_not_broken():
    assert wrap("a  b   c", 80) == ["a  b   c"]
    assert wrap("    a  b ccccc", 8, "  ") == ["    a  b", "  ccccc"]
    assert wrap("x" * 30, 8) == ["x" * 30]
