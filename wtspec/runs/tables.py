"""Tables in plain text, and shapes in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wtspec.errors.visible import columns, harmless, visible

GAP = "  "


def align(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Rows of equally many cells, a line each, their columns aligned.

    Args:
        rows: At least one.
        right: The columns that are aligned on their right, as numbers are.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*shown, strict=True)]
    return harmless("\n".join(_line(row, widths, right) for row in shown))


def in_brackets(shape: Iterable[int | None]) -> str:
    """A shape as Python writes it; `?` for a size that only data tell."""
    sizes = ["?" if size is None else str(size) for size in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    return GAP.join(
        _padded(cell, width, right=at in right)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    ).rstrip()


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
