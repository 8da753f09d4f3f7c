"""Diagnostics as workflow commands, read back as GitHub's runner reads them."""

from pathlib import Path

import pytest

from wtspec.errors import Diagnostic, Related, Source, Span
from wtspec.errors.render.github import render_github

TOP = Path("/repository")


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """The command is run in a folder of the repository."""
    monkeypatch.setattr("pathlib.Path.cwd", lambda: TOP / "models")


def read(line):
    """The kind, the properties and the message of a workflow command."""
    _, command, message = line.split("::", 2)
    kind, _, listed = command.partition(" ")
    pairs = (pair.partition("=") for pair in listed.split(","))
    return kind, {key: unescaped(value) for key, _, value in pairs}, unescaped(message)


def unescaped(text):
    for written, character in (
        ("%0D", "\r"),
        ("%0A", "\n"),
        ("%3A", ":"),
        ("%2C", ","),
        ("%25", "%"),
    ):
        text = text.replace(written, character)
    return text


def place(line=12, column=15, end_line=12, end_column=20, source=None):
    return Span(source or Source("mlp.yaml", ""), line, column, end_line, end_column)


def test_a_fault_is_one_line_with_its_place_from_the_top_of_the_repository():
    fault = Diagnostic("unknown-dim", "dim `hiden` is not declared", place())
    assert render_github([fault], TOP) == (
        "::error file=models/mlp.yaml,line=12,endLine=12,col=15,endColumn=20,"
        "title=wtspec%3A unknown-dim::dim `hiden` is not declared"
    )


def test_the_message_tells_what_is_right_and_the_other_places():
    outer = Source("main.yaml", "extends: mlp.yaml")
    source = Source("mlp.yaml", "", via=(Span(outer, 1, 10, 1, 18),))
    fault = Diagnostic(
        "duplicate-key",
        "key `a` stands twice",
        place(source=source),
        "one `a`",
        "two",
        "remove one:\neither",
        (Related("first here", place(3, 1, 3, 2, source)),),
    )
    assert read(render_github([fault], TOP))[2].split("\n") == [
        "key `a` stands twice",
        "expected: one `a`",
        "received: two",
        "help: remove one:",
        "either",
        "first here: mlp.yaml:3:1",
        "included from main.yaml:1:10",
    ]


def test_a_warning_is_a_warning():
    assert render_github([Diagnostic("c", "m", severity="warning")], TOP).startswith("::warning ")


def test_several_lines_have_no_columns_as_github_takes_none():
    _, properties, _ = read(
        render_github([Diagnostic("c", "m", place(end_line=14, end_column=2))], TOP)
    )
    assert properties == {
        "file": "models/mlp.yaml",
        "line": "12",
        "endLine": "14",
        "title": "wtspec: c",
    }


def test_what_stands_in_no_file_is_told_in_the_message():
    override = Source("--set a=1", "a=1", is_file=False)
    _, properties, message = read(
        render_github([Diagnostic("c", "m", place(1, 3, 1, 4, override))], TOP)
    )
    assert properties == {"title": "wtspec: c"}
    assert message == "m\nin --set a=1:1:3"


def test_a_fault_without_a_place_has_no_file():
    assert read(render_github([Diagnostic("c", "m")], TOP))[1] == {"title": "wtspec: c"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../other/a.yaml", "other/a.yaml"),
        ("./a.yaml", "models/a.yaml"),
        ("/repository/a.yaml", "a.yaml"),
        ("/elsewhere/a.yaml", "/elsewhere/a.yaml"),
        ("../../a.yaml", "/a.yaml"),
    ],
)
def test_any_file_of_the_repository_is_told_from_its_top(name, told):
    fault = Diagnostic("c", "m", place(source=Source(name, "")))
    assert read(render_github([fault], TOP))[1]["file"] == told


def test_signs_that_part_commands_are_escaped_and_read_back():
    name, message = "a,line=9::b%2C.yaml", "100% ::error:: a,b"
    fault = Diagnostic("c", message, place(source=Source(name, "")))
    command = render_github([fault], TOP)
    _, properties, said = read(command)
    assert properties["file"] == f"models/{name}"
    assert properties["line"] == "12"
    assert said == message


def test_nothing_found_is_told_by_nothing():
    assert render_github([], TOP) == ""
