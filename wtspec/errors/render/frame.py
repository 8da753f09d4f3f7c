"""The frame round an excerpt: the gutter that line numbers stand in, and color."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wtspec.errors.render.excerpt import WIDTH

Style = Literal["error", "warning", "strong", "frame"]

_CODES: dict[Style, str] = {"error": "1;31", "warning": "1;33", "strong": "1", "frame": "1;34"}


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """How the lines of one diagnostic are laid out.

    Attributes:
        gutter: Columns for the line numbers.
        color: Whether ANSI colors are sent.
        width: Columns of the terminal; None where there is none, and lines may be of any length.
    """

    gutter: int
    color: bool
    width: int | None = None

    @property
    def margin(self) -> str:
        """Blanks as wide as the gutter."""
        return " " * self.gutter

    @property
    def room(self) -> int:
        """Columns for an excerpt, right of the line numbers."""
        return WIDTH if self.width is None else self.width - self.gutter - len(" | ")

    def paint(self, text: str, style: Style) -> str:
        """The text in its color, if there is to be color."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text
