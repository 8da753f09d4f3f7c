"""The frame round an excerpt: the gutter that line numbers stand in, and color."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["error", "warning", "strong", "frame"]

_CODES: dict[Style, str] = {"error": "1;31", "warning": "1;33", "strong": "1", "frame": "1;34"}


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """How the lines of one diagnostic are laid out.

    Attributes:
        gutter: Columns for the line numbers.
        color: Whether ANSI colors are sent.
    """

    gutter: int
    color: bool

    @property
    def margin(self) -> str:
        """Blanks as wide as the gutter."""
        return " " * self.gutter

    def paint(self, text: str, style: Style) -> str:
        """The text in its color, if there is to be color."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text
