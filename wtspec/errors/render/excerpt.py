"""The line that a span starts on, cut to a readable length, and where to underline it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from wtspec.errors.span import Span
from wtspec.errors.visible import cells, columns

WIDTH = 98
"""Columns of a line where no terminal says how many it has."""

_LEAST = 12


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as it is shown, with its underline.

    Attributes:
        text: The line, each character visible, `…` where it is cut.
        indent: Columns before the underline.
        length: Columns of the underline, at least one.
    """

    text: str
    indent: int
    length: int


def excerpt(span: Span, width: int = WIDTH) -> Excerpt | None:
    """The first line of a span; None where the source has no such line.

    A span of several lines is underlined to the end of its first. All of the span is shown, if
    there is room for it, and else its beginning.

    Args:
        span: What to show.
        width: Columns that the line may take.
    """
    lines = span.source.lines
    if not 1 <= span.line <= len(lines):
        return None
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    return _cut(line, start, end, max(width, _LEAST) - 2)


def _cut(line: str, start: int, end: int, room: int) -> Excerpt:
    base = max(0, start - room)  # a line may be a mebibyte long: look at what may be shown
    shown = cells(line[base : start + room])
    widths = [columns(cell) for cell in shown]
    start, end = start - base, min(end - base, len(shown))
    fits = not base and start + room >= len(line) and sum(widths) <= room
    first, last = (0, len(shown)) if fits else _window(widths, start, end, room)
    before = "…" if base + first > 0 else ""
    after = "…" if base + last < len(line) else ""
    return Excerpt(
        text=(before + "".join(shown[first:last]) + after).rstrip(),
        indent=len(before) + sum(widths[first:start]),
        length=max(1, sum(widths[start : min(end, last)])),
    )


def _window(widths: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """From where to where cells are shown: some before the span, then as many as there is room."""
    left = room - sum(widths[start:end])
    before = min(room // 3, max(left, room // 8))
    first = start - _fit(widths[:start][::-1], before)
    last = first + _fit(widths[first:], room)
    if last == len(widths):
        first = last - _fit(widths[::-1], room)
    while first < start and not widths[first]:
        first += 1  # a mark that combines with a letter that is cut off
    return first, last


def _fit(widths: list[int], room: int) -> int:
    return sum(total <= room for total in accumulate(widths))
