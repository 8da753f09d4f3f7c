"""Puts pieces of text on lines, each whole."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors.visible import columns, visible
from wtspec.report.tables import GAP, cut

INDENT = "  "


def fold(pieces: Iterable[str], width: int | None) -> list[str]:
    """Lines of pieces; what does not fit on one begins the next, indented.

    Args:
        pieces: In their order; empty ones are left out. One that is wider than a line has one of
            its own.
        width: In columns; None for one line.
    """
    lines: list[str] = []
    for piece in filter(None, pieces):
        joined = f"{lines[-1]}{GAP}{piece}" if lines else piece
        if not lines or width is None or columns(joined.rstrip()) <= width:
            lines[-1:] = [joined]
        else:
            lines.append(f"{INDENT}{piece}")
    return [line.rstrip() for line in lines]


def named(name: str, value: str, room: int | None = None) -> str:
    """A name and its number; where there is no room for both, the name is cut, never the number."""
    shown = visible(name)
    if room is None:
        return f"{shown} {value}"
    return f"{cut(shown, max(1, room - len(value) - 1))} {value}"
