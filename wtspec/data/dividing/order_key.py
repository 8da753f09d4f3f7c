"""Tells what rows are ordered by."""

from __future__ import annotations

import numpy as np

from wtspec.data.dates import NoDateError, moments
from wtspec.data.dividing.label_codes import slices


def order_key(column: np.ndarray) -> np.ndarray:
    """A column's numbers, or the moments that its texts name in ISO 8601; takes 8 bytes a row.

    Missing values become NaN or NaT.

    Raises:
        NoDateError: A text is no date.
    """
    if column.dtype.kind != "O":
        return column
    found = np.empty(len(column), "datetime64[us]")
    for rows in slices(len(column)):
        try:
            found[rows] = moments(column[rows])
        except NoDateError as error:
            raise NoDateError(error.text, rows.start + error.row) from error
    return found
