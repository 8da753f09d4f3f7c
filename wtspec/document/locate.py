"""Finds a part of a scalar's text in the source, for errors inside formulas."""

from __future__ import annotations

from wtspec.document.node import Scalar
from wtspec.errors import Span


def locate(scalar: Scalar, start: int, end: int) -> Span:
    """The span of `scalar.text[start:end]`; the whole scalar's where that can't be told.

    It can be told for plain and quoted scalars on one line without escapes, and for literal
    blocks.
    """
    if scalar.style == "literal":
        return _in_block(scalar, start, end) or scalar.span
    return _in_line(scalar, start, end) or scalar.span


def _in_line(scalar: Scalar, start: int, end: int) -> Span | None:
    span = scalar.span
    quotes = 1 if scalar.style == "quoted" else 0
    written = span.source.lines[span.line - 1][
        span.column - 1 + quotes : span.end_column - 1 - quotes
    ]
    if span.line != span.end_line or written != scalar.text:
        return None
    first = span.column + quotes
    return Span(span.source, span.line, first + start, span.line, first + end)


def _in_block(scalar: Scalar, start: int, end: int) -> Span | None:
    indent = _indent(scalar)
    if indent is None:
        return None
    line, column = _position(scalar.text, start)
    end_line, end_column = _position(scalar.text, end)
    first = scalar.span.line + 1
    return Span(
        scalar.span.source,
        first + line,
        indent + column + 1,
        first + end_line,
        indent + end_column + 1,
    )


def _indent(scalar: Scalar) -> int | None:
    """How far a literal block stands from the margin, or None where it can't be matched."""
    below = scalar.span.source.lines[scalar.span.line :]
    for written, meant in zip(below, scalar.text.split("\n"), strict=False):
        if meant:
            return len(written) - len(meant) if written.endswith(meant) else None
    return None


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return (before.count("\n"), offset - (before.rfind("\n") + 1))
