"""Finds parts of a scalar's text in the source, for errors inside formulas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from wtspec.document.node import Scalar
from wtspec.errors import Span

Locate = Callable[[int, int], Span]


def locator(scalar: Scalar, skipped: int = 0) -> Locate:
    """A function that gives the span of `scalar.text[skipped:][start:end]`.

    It gives the whole scalar's where that can't be known. It is known for plain and quoted
    scalars on one line without escapes, and for literal blocks.
    """
    is_block = scalar.style == "literal"
    locate = _in_block(scalar, skipped) if is_block else _in_line(scalar, skipped)
    return locate or (lambda start, end: scalar.span)  # noqa: ARG005 - called as any of them


def _in_line(scalar: Scalar, skipped: int) -> Locate | None:
    span, quotes = scalar.span, 1 if scalar.style == "quoted" else 0
    source, line, first, last = span.source, span.line, span.column + quotes, span.end_column
    written = source.lines[line - 1][first - 1 : last - 1 - quotes]
    if span.end_line != line or written != scalar.text:
        return None
    first += skipped
    return lambda start, end: Span(source, line, first + start, line, first + end)


def _in_block(scalar: Scalar, skipped: int) -> Locate | None:
    indent = _indent(scalar)
    if indent is None:
        return None
    source, above, margin = scalar.span.source, scalar.span.line, indent + 1
    starts = [0, *accumulate(len(line) + 1 for line in scalar.text.split("\n"))]

    def locate(start: int, end: int) -> Span:
        start, end = start + skipped, end + skipped
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
