"""What each code means: why it is an error, a file that has it, and the repair.

The entries are made from the cases of the tests, with `make golden`.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill, indent
from typing import TypedDict

WIDTH = 80


class Explanation(TypedDict):
    """What is told of a code.

    Attributes:
        reason: Why it is an error, in sentences.
        fault: What is wrong with the example, in a sentence.
        files: The example's texts by file name.
        made: What those of its files are that have no text to show, by name.
        given: What else is so, in sentences.
        commands: What is typed, the last of which fails.
        output: What that prints.
        repair: What one does about it.
    """

    reason: str
    fault: str
    files: dict[str, str]
    made: dict[str, str]
    given: list[str]
    commands: list[str]
    output: str
    repair: str


def entries() -> dict[str, Explanation]:
    """The entries of all codes, sorted."""
    return json.loads(Path(__file__).with_name("entries.json").read_text("utf-8"))


def explain(code: str, entry: Explanation) -> str:
    """An entry as text for a terminal."""
    commands = "".join(f"$ {command}\n" for command in entry["commands"])
    parts = [
        code,
        fill(entry["reason"], WIDTH),
        fill(f"Example: {entry['fault']}", WIDTH),
        *(f"{name}:\n\n{indent(text, '    ')}" for name, text in entry["files"].items()),
        *(fill(f"{name}: {what}", WIDTH) for name, what in entry["made"].items()),
        *(fill(sentence, WIDTH) for sentence in entry["given"]),
        indent(f"{commands}{entry['output']}", "    "),
        fill(f"Repair: {entry['repair']}", WIDTH),
    ]
    return "\n\n".join(part.rstrip("\n") for part in parts)
