"""Text that is safe to send to a terminal or a CI log."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtspec.errors.visible import columns, harmless, visible

COMMAND = re.compile(r"##[a-z]*\[", re.IGNORECASE)
ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
PIECES = st.sampled_from(["::", "##[", "##vso[", "##VSO[", "#", ":", " ", "\n", "\r", "\x1b[31m"])
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=3))).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ~ text", "plain ~ text"),
        ("größer 名前", "größer 名前"),
        ("a\tb\r\n", r"a\tb\r\n"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\u202ereversed\u2066", r"\u202ereversed\u2066"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("\u3164\ufe0f\u034f\u2800", r"\u3164\ufe0f\u034f\u2800"),
        ("\U000e0100\U000e0041", r"\U000e0100\U000e0041"),
        ("##[error]", r"\x23#[error]"),
        ("###[group]", r"#\x23#[group]"),
        ("##VSO[task.setvariable]", r"\x23#VSO[task.setvariable]"),
        ("##teamcity[x]", r"\x23#teamcity[x]"),
        ("## a heading", "## a heading"),
    ],
)
def test_what_hides_or_acts_is_shown(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("one\n  ::add-mask::x", "one\n  \\x3a:add-mask::x"),
        ("a ::b", "a ::b"),
        ("\u200b::stop-commands::x", r"\u200b::stop-commands::x"),
    ],
)
def test_no_line_is_a_workflow_command(text, shown):
    assert harmless(text) == shown


def test_columns_count_what_a_terminal_shows():
    assert (columns("ab"), columns("名前"), columns("e\u0301")) == (2, 4, 1)


@given(TEXT)
def test_any_text_is_sent_as_lines_that_neither_act_nor_command(text):
    shown = harmless(text)
    assert shown.count("\n") == text.count("\n")
    for line in shown.split("\n"):
        assert not {unicodedata.category(character) for character in line} & ACTING
        assert not line.lstrip().startswith("::")
        assert COMMAND.search(line) is None


@given(TEXT)
def test_what_was_made_harmless_stays_as_it_is(text):
    assert harmless(harmless(text)) == harmless(text)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P"), exclude_characters="#")))
def test_readable_text_is_left_alone(text):
    assert visible(text) == text
