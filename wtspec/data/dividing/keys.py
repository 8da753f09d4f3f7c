"""Tells of columns that rows can't be kept together or ordered by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from wtspec.data.dividing.order_key import order_key
from wtspec.errors import Diagnostic, Span, SpecError

Numbers = Sequence[int] | np.ndarray
"""Rows' places in their source."""


def grouped(
    pieces: Iterable[np.ndarray], name: str, numbers: Numbers, span: Span | None
) -> Iterator[np.ndarray]:
    """The pieces, in which no row lacks a group."""
    begin = 0
    for piece in pieces:
        missing = piece == "" if piece.dtype.kind == "O" else piece != piece  # noqa: PLR0124 - NaN
        if missing.any():
            row = int(numbers[begin + int(np.argmax(missing))]) + 1
            raise SpecError(_undivided(piece, name, row, "rows are kept together", span))
        begin += len(piece)
        yield piece


def ordered(
    pieces: Iterable[np.ndarray], name: str, numbers: Numbers, span: Span | None
) -> np.ndarray:
    """The numbers or moments of all rows."""
    begin, keys = 0, []
    for piece in pieces:
        try:
            key = order_key(piece)
        except ValueError as error:
            place = _first_undated(piece)
            row = int(numbers[begin + place]) + 1
            raise SpecError(_not_dated(piece[place], name, row, span)) from error
        missing = np.isnat(key) if key.dtype.kind == "M" else key != key  # noqa: PLR0124 - NaN
        if missing.any():
            row = int(numbers[begin + int(np.argmax(missing))]) + 1
            raise SpecError(_undivided(piece, name, row, "rows are ordered", span))
        begin += len(piece)
        keys.append(key)
    return keys[0] if len(keys) == 1 else np.concatenate(keys)


def _first_undated(texts: np.ndarray) -> int:
    """The place of the first text that is no date, by halves: there is one."""
    low, high = 0, len(texts)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            order_key(texts[low:middle])
            low = middle
        except ValueError:
            high = middle
    return low


def _not_dated(text: str, name: str, row: int, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "not-ordered",
        f"`{name}` is no date in row {row} of the data, and rows are ordered by it",
        span,
        expected="numbers, or dates as `2024-12-31` or `2024-12-31 23:59`",
        received=f"{text[:40]!r}",
    )


def _undivided(piece: np.ndarray, name: str, row: int, so: str, span: Span | None) -> Diagnostic:
    column = name if name.isidentifier() else f'column("{name}")'
    formula = f'{column} != ""' if piece.dtype.kind == "O" else f"not isnan({column})"
    return Diagnostic(
        "undivided-row",
        f"row {row} of the data has no `{name}`, by which {so}",
        span,
        expected="a value in each row",
        help=f"`rows: '={formula}'` in `data` leaves such rows out",
    )
