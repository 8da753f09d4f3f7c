"""Finds where in generated source an exception passed, statement by statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import ModuleType, TracebackType

_PLACE = re.compile(r"line (?P<own>[0-9]+)|(?P<file>.+):(?P<line>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Step:
    """A statement of generated source that was running.

    Attributes:
        text: The expression of it that was being computed.
        file: The name of the file that the statement came from; None for the program's own.
        line: The line there; None for a statement that no line of the spec says.
        scope: The class and function that it stands in: `Linear.call`.
        locals: The values of the function's locals.
    """

    text: str
    file: str | None
    line: int | None
    scope: str
    locals: Mapping[str, object]


def steps(error: BaseException, module: ModuleType) -> list[Step]:
    """The statements that the exception passed, the innermost first."""
    source = str(module.__dict__["__source__"])
    found: list[Step] = []
    entry = error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_code.co_filename == module.__file__:
            found.append(_step(entry, source))
        entry = entry.tb_next
    return found[::-1]


def _step(entry: TracebackType, source: str) -> Step:
    code, instruction = entry.tb_frame.f_code, entry.tb_lasti // 2
    first, last, start, end = next(islice(code.co_positions(), instruction, None))
    lines = source.split("\n")
    text = ""
    if None not in (first, last, start, end):
        assert first and last and start is not None and end is not None  # noqa: PT018, S101
        text = _between(lines[first - 1 : last], start, end)
    file, line = _place(source, entry.tb_lineno)
    return Step(text, file, line, code.co_qualname, entry.tb_frame.f_locals)


def _between(lines: list[str], start: int, end: int) -> str:
    """Positions count bytes of UTF-8."""
    raw = [line.encode() for line in lines]
    raw[-1] = raw[-1][:end]
    raw[0] = raw[0][start:]
    return b"\n".join(raw).decode()


def _place(source: str, line: int) -> tuple[str | None, int | None]:
    """The place that the statement's trailing comment tells, the line's own comment first."""
    lines = source.split("\n")
    statement = _statement(source, line)
    candidates = [line, *([] if statement is None else [_last_line(statement)])]
    for number in candidates:
        comment = lines[number - 1].rpartition("  # ")
        told = _PLACE.fullmatch(comment[2]) if comment[1] else None
        if told is not None:
            return told["file"], int(told["own"] or told["line"])
    return None, None


def _statement(source: str, line: int) -> ast.stmt | None:
    """The innermost statement that holds a line."""
    holding = [
        node for node in _statements(source) if node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(holding, key=lambda node: node.lineno, default=None)


def _last_line(statement: ast.stmt) -> int:
    """Where a statement ends; for one with a block, where the block's head does."""
    body: list[ast.stmt] | None = getattr(statement, "body", None)
    return body[0].lineno - 1 if body else statement.end_lineno or statement.lineno


@lru_cache(maxsize=4)
def _statements(source: str) -> tuple[ast.stmt, ...]:
    return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt))
