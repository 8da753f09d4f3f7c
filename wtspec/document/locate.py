"""Finds parts of a scalar's text in the source, for errors inside formulas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from wtspec.document.node import Scalar
from wtspec.errors import Span

Locate = Callable[[int, int], Span]


def locator(scalar: Scalar) -> Locate:
    """A function that gives the span of `scalar.text[start:end]`.

    It gives the whole scalar's where that can't be told. It can be told for plain and quoted
    scalars on one line without escapes, and for literal blocks.
    """
    found = _in_block(scalar) if scalar.style == "literal" else _in_line(scalar)
    return found or (lambda start, end: scalar.span)  # noqa: ARG005 - called as any of them


def _in_line(scalar: Scalar) -> Locate | None:
    source, line = scalar.span.source, scalar.span.line
    quotes = 1 if scalar.style == "quoted" else 0
    first, last = scalar.span.column + quotes, scalar.span.end_column - quotes
    if scalar.span.end_line != line or source.lines[line - 1][first - 1 : last - 1] != scalar.text:
        return None
    return lambda start, end: Span(source, line, first + start, line, first + end)


def _in_block(scalar: Scalar) -> Locate | None:
    indent = _indent(scalar)
    if indent is None:
        return None
    source, above, margin = scalar.span.source, scalar.span.line, indent + 1
    starts = [0, *accumulate(len(line) + 1 for line in scalar.text.split("\n"))]

    def locate(start: int, end: int) -> Span:
        line = bisect_right(starts, start)
        end_line = bisect_right(starts, end, line - 1)
        column, end_column = start - starts[line - 1], end - starts[end_line - 1]
        return Span(source, above + line, margin + column, above + end_line, margin + end_column)

    return locate


def _indent(scalar: Scalar) -> int | None:
    """How far a literal block stands from the margin, or None where it can't be matched."""
    below = scalar.span.source.lines[scalar.span.line :]
    for written, meant in zip(below, scalar.text.split("\n"), strict=False):
        if meant:
            return len(written) - len(meant) if written.endswith(meant) else None
    return None
