"""Where something stands in a text that a user wrote."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A text that spans point into: a file, or the text of one `--set`.

    Attributes:
        name: What a user is shown, a path as it was given or `--set`.
        text: The whole text, line ends as `\\n`.
        via: How the file was reached: the `extends` or `imports` items, outermost first.
        lines: The text's lines, without their ends.
    """

    name: str
    text: str
    via: tuple[Span, ...] = ()
    lines: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.text.split("\n")))


@dataclass(frozen=True, slots=True, order=False)
class Span:
    """A stretch of a source. Lines and columns count characters from 1; the end is exclusive."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    @property
    def start(self) -> tuple[int, int]:
        """Line and column of the first character."""
        return (self.line, self.column)
