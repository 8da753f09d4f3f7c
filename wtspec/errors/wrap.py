"""Breaks lines at words, where a terminal would break them anywhere."""

from __future__ import annotations

from wtspec.errors.visible import columns


def wrap(text: str, width: int | None, later: str = "", *, first: int = 0) -> list[str]:
    """The lines of one line of visible text; a word that is wider than a line stays whole.

    Args:
        text: Whose runs of blanks stay as they are, but where it is broken.
        width: In columns; None for one line.
        later: What lines but the first begin with.
        first: Columns that are taken before the first line.
    """
    if width is None or first + columns(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", first
    for word in text.split(" "):
        piece = f" {word}" if line else word
        if line.strip() and used + columns(piece) > width:
            lines.append(line.rstrip())
            line, used = later + word, columns(later + word)
        else:
            line, used = line + piece, used + columns(piece)
    return [*lines, line.rstrip()]
