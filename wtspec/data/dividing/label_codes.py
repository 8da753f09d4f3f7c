"""Numbers the labels of a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

ROWS_AT_ONCE = 1 << 20
"""So many rows are looked at together: what that takes is little beside all of them."""


def label_codes(pieces: Iterable[np.ndarray]) -> np.ndarray:
    """Each label's place among all labels in sorted order, as int32; NaN is the last of them.

    Takes a few bytes a row besides the pieces.

    Args:
        pieces: A column's rows, in one or more pieces of one dtype, which need not all be held.
    """
    several = iter(pieces)
    first = next(several)
    whole = chain((first,), several)
    return _text_codes(whole) if first.dtype.kind == "O" else _number_codes(whole)


def label_counts(codes: np.ndarray) -> np.ndarray:
    """How many rows each label has."""
    counts = np.zeros(int(codes.max()) + 1, "int64")
    for rows in slices(len(codes)):
        found, several = np.unique(codes[rows], return_counts=True)
        counts[found] += several
    return counts


def slices(rows: int) -> Iterator[slice]:
    """All rows, some at a time."""
    for start in range(0, rows, ROWS_AT_ONCE):
        yield slice(start, min(start + ROWS_AT_ONCE, rows))


def _text_codes(pieces: Iterable[np.ndarray]) -> np.ndarray:
    met: dict[str, int] = {}
    found = []
    for piece in pieces:
        new = set(piece) - met.keys()
        met.update(zip(new, range(len(met), len(met) + len(new)), strict=True))
        found.append(np.fromiter(map(met.__getitem__, piece), "int32", len(piece)))
    place = np.empty(len(met), "int32")
    place[[met[label] for label in sorted(met)]] = np.arange(len(met), dtype="int32")
    codes = np.concatenate(found)
    for rows in slices(len(codes)):
        codes[rows] = place[codes[rows]]
    return codes


def _number_codes(pieces: Iterable[np.ndarray]) -> np.ndarray:
    several = list(pieces)
    labels = several[0] if len(several) == 1 else np.concatenate(several)
    if labels.dtype.kind in "iu" and len(labels):
        low, high = int(labels.min()), int(labels.max())
        if high - low < max(len(labels), ROWS_AT_ONCE):
            return _dense_codes(labels, low, high)
    known = np.concatenate([np.unique(labels[rows]) for rows in slices(len(labels))])
    known.sort()
    known = known[np.append(True, known[1:] != known[:-1])]
    missing = int(np.count_nonzero(known != known))  # noqa: PLR0124 - NaN alone is not itself
    known = known[: len(known) - max(0, missing - 1)]
    codes = np.empty(len(labels), "int32")
    for rows in slices(len(labels)):
        codes[rows] = np.searchsorted(known, labels[rows])
    return codes


def _dense_codes(labels: np.ndarray, low: int, high: int) -> np.ndarray:
    """The same of whole numbers that lie close together: looked up, and not searched."""
    place = np.zeros(high - low + 1, "int32")
    wide = "uint64" if labels.dtype.kind == "u" else "int64"
    for rows in slices(len(labels)):
        place[labels[rows].astype(wide) - low] = 1
    np.cumsum(place, out=place)
    place -= 1
    codes = np.empty(len(labels), "int32")
    for rows in slices(len(labels)):
        codes[rows] = place[labels[rows].astype(wide) - low]
    return codes
