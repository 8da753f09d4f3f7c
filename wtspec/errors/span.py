"""Where something stands in a text that a user wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from msgspec import Struct


@final
class Source:
    """A text that spans point into: a file, or the text of one `--set`.

    Attributes:
        name: What a user is shown, a path as it was given or `--set`.
        text: The whole text, line ends as `\\n`.
        via: How the file was reached: the `extends` or `imports` items, outermost first.
        is_file: Whether `name` is the path of a file.
        lines: The text's lines, without their ends.
        path_of: The key path at a span, where no user has seen the text.
    """

    __slots__ = ("is_file", "lines", "name", "path_of", "text", "via")

    def __init__(
        self, name: str, text: str, via: tuple[Span, ...] = (), *, is_file: bool = True
    ) -> None:
        self.name = name
        self.text = text
        self.via = via
        self.is_file = is_file
        self.lines = tuple(text.split("\n"))
        self.path_of: Callable[[Span], str] | None = None

    def __repr__(self) -> str:
        return f"Source({self.name!r})"


class Span(Struct, frozen=True):
    """A stretch of a source. Lines and columns count characters from 1; the end is exclusive."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        if self.source.path_of is not None:
            return self.source.path_of(self)
        return f"{self.source.name}:{self.line}:{self.column}"

    @property
    def start(self) -> tuple[int, int]:
        """Line and column of the first character."""
        return (self.line, self.column)

    @property
    def text(self) -> str:
        """What stands there, where that is on one line."""
        return self.source.lines[self.line - 1][self.column - 1 : self.end_column - 1]
