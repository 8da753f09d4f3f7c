"""A text to be parsed, and where it stands in the source that a user is shown."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import final

from yaml.error import Mark

from wtspec.errors import Source, Span

Point = tuple[int, int]
"""Line and column in the source, from 0."""


@final
class YamlInput:
    """A whole file, or the value of a `--set`.

    Attributes:
        text: What is parsed, line ends as `\\n`, without a byte order mark.
        source: What spans point into; it ends with `text`.
        shift: How many characters of the source's first line stand before `text`.
    """

    __slots__ = ("_lines", "_starts", "shift", "source", "text")

    def __init__(self, text: str, source: Source, shift: int = 0) -> None:
        self.text = text
        self.source = source
        self.shift = shift
        self._lines = len(source.lines)
        self._starts: tuple[int, ...] = ()

    def point(self, mark: Mark) -> Point:
        """The place of a parser's mark in the source; its end where libyaml is a line past it."""
        line: int = mark.line
        if line >= self._lines:
            return (self._lines - 1, len(self.source.lines[-1]))
        return (line, mark.column if line else mark.column + self.shift)

    def point_at(self, index: int) -> Point:
        """The place of `text[index]` in the source."""
        if not self._starts:
            self._starts = (0, *accumulate([len(line) + 1 for line in self.text.split("\n")]))
        line = bisect_right(self._starts, index) - 1
        column = index - self._starts[line]
        return (line, column if line else column + self.shift)

    def span(self, start: Point, end: Point | None = None) -> Span:
        """The span between two places; of one character where no end is given."""
        end = end or (start[0], start[1] + 1)
        return Span(self.source, start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)

    def between(self, start: Mark, end: Mark) -> Span:
        """The span from one place of a parser to another."""
        line: int = start.line
        end_line: int = end.line
        if line == 0 or end_line >= self._lines:
            return self.span(self.point(start), self.point(end))
        return Span(self.source, line + 1, start.column + 1, end_line + 1, end.column + 1)

    def line(self, number: int) -> str:
        """A line of the source by its number from 0; empty past the end."""
        return self.source.lines[number] if number < len(self.source.lines) else ""
