"""Tables in plain text, and shapes in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from wtspec.errors.visible import columns, harmless, visible

GAP = "  "

_LEAST = 12
"""Columns that a text keeps where it is cut."""


def align(
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
    *,
    width: int | None = None,
    cuts: Sequence[int] = (),
) -> str:
    """Rows of equally many cells, a line each, their columns aligned.

    Args:
        rows: At least one.
        right: The columns that are aligned on their right, as numbers are.
        width: Of the terminal; None where lines may be of any length. Where columns don't fit, the
            last ones go to a second line.
        cuts: The columns whose texts are cut before that, in turn.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = _widths(shown)
    if width is not None and _line_width(widths) > width:
        room = _narrowed(widths, cuts, width)
        shown = [[_cut_cell(cell, at, room[at]) for at, cell in enumerate(row)] for row in shown]
        widths = _widths(shown)
    stretches = _stretches(widths, width)
    return harmless("\n".join(_line(row, widths, right, one) for row in shown for one in stretches))


def in_brackets(shape: Iterable[int | None]) -> str:
    """A shape as Python writes it; `?` for a size that only data tell."""
    sizes = ["?" if size is None else str(size) for size in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(columns, column)) for column in zip(*rows, strict=True)]


def _line_width(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _narrowed(widths: Sequence[int], cuts: Sequence[int], width: int) -> list[int]:
    """What columns get of a line; the first one, whose names tell rows apart, keeps most."""
    room = list(widths)
    for at in cuts:
        least = _LEAST if at else 2 * _LEAST
        more = max(0, _line_width(room) - width)
        room[at] = max(room[at] - more, min(least, room[at]))
    return room


def _cut_cell(cell: str, at: int, room: int) -> str:
    """Paths, of which the ends tell most, stand in the first column."""
    if at == 0 or columns(cell) <= room:
        return cut(cell, room)
    return f"{_fitting(cell, room - 1)}…"


def _stretches(widths: Sequence[int], width: int | None) -> list[range]:
    """Which columns stand beside each other; those of the second line on are indented."""
    begins, used = [0], 0
    for at, wide in enumerate(widths):
        used += wide + (len(GAP) if at else 0)
        if width is not None and used > width and at:
            begins.append(at)
            used = len(GAP) + wide
    return [range(*pair) for pair in pairwise([*begins, len(widths)])]


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int], stretch: range) -> str:
    cells = [_padded(row[at], widths[at], right=at in right) for at in stretch]
    return ((GAP if stretch.start else "") + GAP.join(cells)).rstrip()


def _padded(cell: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - columns(cell))
    return blanks + cell if right else cell + blanks


def cut(text: str, room: int) -> str:
    """As much of a visible text as there is room for, its ends rather than its middle."""
    if columns(text) <= room:
        return text
    first = _fitting(text, room // 2)
    last = _fitting(text[::-1], room - 1 - columns(first))[::-1]
    return f"{first}…{last}"


def _fitting(text: str, room: int) -> str:
    text = text[: max(0, room)]
    while columns(text) > room:
        text = text[:-1]
    return text
