"""Functions and classes of `wtspec.codegen.runtime` as text. They are read, not imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from wtspec.codegen.lines import Lines

_RUNTIME = Path(__file__).parent / "runtime"
_MARK = re.compile(r"  # (where|unless): (\w+)$")


def brought(module: str, *names: str, where: Collection[str] = ()) -> Lines:
    """Definitions of a module, each below two empty lines.

    Args:
        module: Such as `trace`.
        names: Of functions and classes.
        where: What the statements that are marked for it are brought for.
    """
    lines: Lines = []
    for name in names:
        lines += ["", "", *_kept(module, name, where)]
    return lines


def _kept(module: str, name: str, where: Collection[str]) -> Lines:
    text, found = _read(module)
    definition = found[name]
    dropped: set[int] = set()
    for span, word, mark in _marked(text, definition):
        dropped.update(span if (mark in where) != (word == "where") else ())
    start, end = _lines(definition)
    kept = [text[number] for number in range(start, end) if number not in dropped]
    lines = [_MARK.sub("", line) for line in kept]
    return "\n".join(lines).rstrip().split("\n")


@cache
def _read(module: str) -> tuple[Lines, dict[str, ast.FunctionDef | ast.ClassDef]]:
    text = (_RUNTIME / f"{module}.py").read_text("utf-8")
    statements = ast.parse(text).body
    found = {one.name: one for one in statements if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    return text.splitlines(), found


def _marked(text: Lines, definition: ast.stmt) -> Iterator[tuple[range, str, str]]:
    """The lines of each statement that is marked, the word and the name of its mark."""
    for node in ast.walk(definition):
        if not isinstance(node, ast.stmt):
            continue
        mark = _MARK.search(text[node.lineno - 1])
        if mark is not None:
            yield range(*_lines(node)), mark[1], mark[2]


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """Where a statement begins, with its decorators, and ends; lines count from 0."""
    above = [one.lineno for one in getattr(statement, "decorator_list", ())]
    return min([statement.lineno, *above]) - 1, statement.end_lineno or statement.lineno
