"""Has Python's parser read a formula: at once where the text is plain, else with care."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from wtspec.errors import Report
from wtspec.language.limits import MAX_NODES
from wtspec.language.places import Places

_PLAIN = re.compile(
    r"""(?:[\w\n +\-*/%@=<>(),.:\[\]]++|(?<![\w"])"[\w ,.>-]*+"(?!\w|\s*")|\#[ -~]*+)*+""", re.ASCII
)
"""Names, numbers, operators, brackets, comments, and strings that hold little."""

_ODD = re.compile(r"__|[0-9](?![eE][-+]?[0-9])[A-Za-z_]|[0-9]{16}")
"""What looks like names and numbers that are refused, or like large numbers."""

_LEVELS = re.compile(r"[(\[.+\-*/@%]|\b(?:not|and|or|if|else|for|lambda|await)\b")
"""What can add a level or two to Python's tree."""

_MOST_LEVELS = 40
_SHORT = MAX_NODES // 2
_MOST_KEPT = 128
"""Texts such as `x @ kernel` stand in many files; nothing changes what Python makes of them."""


def read_syntax(places: Places, report: Report) -> list[ast.stmt]:
    """The statements of a text as Python sees them. Nothing is compiled or run.

    Raises:
        SpecError: With all that `report` holds, if the text is not Python's syntax.
    """
    if (statements := _read_plain(places.text)) is not None:
        return statements
    from wtspec.language.text.careful import read_carefully

    return read_carefully(places, report)


@lru_cache(_MOST_KEPT)
def _read_plain(text: str) -> list[ast.stmt] | None:
    """The statements of a short text with nothing odd in it; None where there is more to see.

    Most texts are such, and it takes longer to cut them into tokens than to parse them. The
    bounds here are within those that hold for the tokens.
    """
    if len(text) > _SHORT or not _PLAIN.fullmatch(text) or _ODD.search(text):
        return None
    if len(_LEVELS.findall(text)) > _MOST_LEVELS:
        return None
    try:
        return ast.parse(text).body or None
    except (SyntaxError, ValueError):
        return None
