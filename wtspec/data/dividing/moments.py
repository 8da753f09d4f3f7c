"""Reads dates, by which rows are ordered."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from wtspec.data.dividing.label_codes import slices


def order_key(column: np.ndarray) -> np.ndarray:
    """What a column is ordered by: its numbers, or the moments that its texts name in ISO 8601.

    Takes eight bytes a row. Missing values, and texts that are no dates, become NaN or NaT.
    """
    if column.dtype.kind != "O":
        return column
    found = np.empty(len(column), "datetime64[us]")
    for rows in slices(len(column)):
        met = {text: _moment(text) for text in set(column[rows])}
        found[rows] = [met[text] for text in column[rows]]
    return found


def first_unordered(key: np.ndarray) -> int | None:
    """The first place of a key that is NaN or NaT, or None."""
    wrong = np.isnat(key) if key.dtype.kind == "M" else key != key  # noqa: PLR0124 - NaN alone
    return int(np.argmax(wrong)) if wrong.any() else None


def _moment(text: str) -> np.datetime64:
    """A moment in UTC; one without a zone is taken to be there."""
    try:
        found = datetime.fromisoformat(f"{text}-01" if len(text) == len("2024-01") else text)
    except ValueError:
        return np.datetime64("NaT", "us")
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    return np.datetime64(found, "us")
