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
    line, *words = text.split(" ")
    used = first + columns(line)
    for word in words:
        if line.strip() and used + 1 + columns(word) > width:
            lines.append(line.rstrip())
            line = later + word
            used = columns(line)
        else:
            line = f"{line} {word}"
            used += 1 + columns(word)
    return [*lines, line.rstrip()]
