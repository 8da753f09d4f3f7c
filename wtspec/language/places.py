"""Turns positions in Python's syntax tree into spans of the file."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable

from wtspec.errors import Span

Locate = Callable[[int, int], Span]
"""Gives the span of `text[start:end]` for the text that is parsed."""

Positioned = ast.expr | ast.stmt | ast.keyword


class Places:
    """Where the characters of a formula's text stand in its file."""

    def __init__(self, text: str, locate: Locate) -> None:
        self.text = text
        self._locate = locate
        self._is_ascii = text.isascii()
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`, cut to the text and at least a character wide."""
        last = len(self.text)
        start = min(max(start, 0), max(last - 1, 0))
        return self._locate(start, min(max(end, start + 1), max(last, start)))

    def whole(self) -> Span:
        """The span of the text without the blanks round it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.span(start, len(self.text.rstrip()))

    def offsets(self, node: Positioned) -> tuple[int, int]:
        """Where the text of a node begins and ends."""
        end_line, end_column = node.end_lineno, node.end_col_offset
        if end_line is None or end_column is None:
            start = self._offset(node.lineno, node.col_offset)
            return start, start + 1
        if self._is_ascii:  # as most texts are
            starts = self._starts
            return starts[node.lineno - 1] + node.col_offset, starts[end_line - 1] + end_column
        return self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column)

    def of(self, node: Positioned) -> Span:
        """The span of a node."""
        return self._locate(*self.offsets(node))

    def between(self, first: Positioned, last: Positioned) -> Span:
        """The span from the start of one node to the end of another."""
        return self.span(self.offsets(first)[0], self.offsets(last)[1])

    def source(self, node: Positioned) -> str:
        """The text of a node."""
        start, end = self.offsets(node)
        return self.text[start:end]

    def character(self, line: int, column: int) -> int:
        """The offset of a line and column that both count from 1, in characters."""
        start = self._starts[min(max(line, 1), len(self._starts)) - 1]
        return min(start + max(column, 1) - 1, len(self.text))

    def line(self, offset: int) -> int:
        """The line, from 1, that an offset lies on."""
        return bisect_right(self._starts, offset)

    def _offset(self, line: int, byte_column: int) -> int:
        """`ast` counts columns in bytes of UTF-8."""
        start = self._starts[line - 1]
        if self._is_ascii:
            return start + byte_column
        text = self.text[start : self._starts[line]]
        return start + len(text.encode()[:byte_column].decode())
