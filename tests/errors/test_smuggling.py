"""Nothing that a file says, or is called, acts on the terminal or the CI log that it is told on."""

import json
import re
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.errors.any_diagnostics import diagnostics
from wtspec.errors.render import render_json, render_text
from wtspec.errors.render.github import render_github
from wtspec.errors.render.sarif import render_sarif

ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
COMMAND = re.compile(r"##[a-z]*\[", re.IGNORECASE)
OURS = re.compile(r"::(error|warning) [^:\x00-\x1f]*::")


def acts(text):
    """Whether a line of a text does more than show itself."""
    return any(
        {unicodedata.category(character) for character in line} & ACTING
        or COMMAND.search(line)
        or re.match(r"\s*::(?!: )", line)  # `:::` is ours, and no command's name
        for line in text.split("\n")
    )


@given(st.lists(diagnostics, max_size=3))
def test_text_sends_nothing_that_acts(faults):
    assert not acts(render_text(faults))


@given(st.lists(diagnostics, max_size=3))
def test_color_adds_its_own_codes_alone(faults):
    assert not acts(re.sub(r"\x1b\[[0-9;]+m", "", render_text(faults, color=True)))


@given(st.lists(diagnostics, max_size=3))
def test_json_sends_nothing_that_acts_and_reads_back_as_it_was(faults):
    told = render_json(faults)
    assert told.isascii()
    assert not acts(told)
    kept = [fault["message"] for fault in json.loads(told)["diagnostics"]]
    assert sorted(kept) == sorted(fault.message for fault in faults)


@given(st.lists(diagnostics, max_size=3))
def test_sarif_sends_nothing_that_acts_nor_shows_anything_that_does(faults):
    told = render_sarif(faults, Path.cwd(), "1.0")
    assert told.isascii()
    assert not acts(told)
    assert not any(map(acts, messages(json.loads(told))))


@given(st.lists(diagnostics, max_size=3))
def test_github_gets_one_command_a_fault_and_all_of_them_ours(faults):
    lines = render_github(faults, Path.cwd()).split("\n") if faults else []
    assert len(lines) == len(faults)
    for line in lines:
        own = OURS.match(line)
        assert own
        assert not acts(line[own.end() :].lstrip(":"))
        assert not acts(line[2 : own.end()])


def messages(node):
    """The texts of all messages in a log."""
    if isinstance(node, list):
        return [text for item in node for text in messages(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return [*own, *(text for inner in node.values() for text in messages(inner))]
