"""Tells of columns that rows can't be kept together or ordered by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from wtspec.data.dates import NoDateError
from wtspec.data.dividing.order_key import order_key
from wtspec.errors import Diagnostic, Span, SpecError

Numbers = Sequence[int] | np.ndarray
"""Rows' places in their source."""


def grouped(
    pieces: Iterable[np.ndarray],
    name: str,
    numbers: Numbers,
    span: Span | None,
    *,
    of_windows: bool = False,
) -> Iterator[np.ndarray]:
    """The pieces, in which no row lacks a group.

    Args:
        pieces: Of a column.
        name: The column's.
        numbers: Each row's place in its source.
        span: Where the spec names the column.
        of_windows: Whether these are rows of windows, none of which can be left out.

    Raises:
        SpecError: `undivided-row`.
    """
    begin = 0
    for piece in pieces:
        missing = piece == "" if piece.dtype.kind == "O" else piece != piece  # noqa: PLR0124 - NaN
        if missing.any():
            row = int(numbers[begin + int(np.argmax(missing))]) + 1
            so = "rows are kept together"
            raise SpecError(_undivided(piece, name, row, so, span, of_windows=of_windows))
        begin += len(piece)
        yield piece


def ordered(
    pieces: Iterable[np.ndarray],
    name: str,
    numbers: Numbers,
    span: Span | None,
    *,
    of_windows: bool = False,
) -> np.ndarray:
    """The numbers or moments of all rows; the arguments are those of `grouped`.

    Raises:
        SpecError: `undivided-row`, `not-a-date`.
    """
    begin, keys = 0, []
    for piece in pieces:
        try:
            key = order_key(piece)
        except NoDateError as error:
            row = int(numbers[begin + error.row]) + 1
            raise SpecError(_not_dated(error.text, name, row, span)) from error
        missing = np.isnat(key) if key.dtype.kind == "M" else key != key  # noqa: PLR0124 - NaN
        if missing.any():
            row = int(numbers[begin + int(np.argmax(missing))]) + 1
            so = "rows are ordered"
            raise SpecError(_undivided(piece, name, row, so, span, of_windows=of_windows))
        begin += len(piece)
        keys.append(key)
    return keys[0] if len(keys) == 1 else np.concatenate(keys)


def _not_dated(text: str, name: str, row: int, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "not-a-date",
        f"`{name}` is no date in row {row} of the data, and rows are ordered by it",
        span,
        expected="numbers, or dates as `2024-12-31` or `2024-12-31 23:59`",
        received=f"{text!r}",
    )


def _undivided(
    piece: np.ndarray, name: str, row: int, so: str, span: Span | None, *, of_windows: bool
) -> Diagnostic:
    column = name if name.isidentifier() else f'column("{name}")'
    formula = f'{column} != ""' if piece.dtype.kind == "O" else f"not isnan({column})"
    help = f"`rows: '={formula}'` in `data` leaves such rows out"
    return Diagnostic(
        "undivided-row",
        f"row {row} of the data has no `{name}`, by which {so}",
        span,
        expected="a value in each row",
        help="give it one, or take the row out of the data" if of_windows else help,
    )
