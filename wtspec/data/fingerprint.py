"""Tells whether rows are those that they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from wtspec.data.columns import Columns

MOST_ROWS = 4096
"""Whose values are looked at; of more, so many at even distances."""


def fingerprint(
    columns: Columns, names: Iterable[str], numbers: np.ndarray
) -> dict[str, int | str]:
    """What some rows are: how many, under which names, with which values, from which places.

    Args:
        columns: These rows.
        names: The columns that matter.
        numbers: Each row's place in its source.
    """
    known = sorted(name for name in names if name in columns.arrays)
    chosen = np.unique(np.linspace(0, columns.rows - 1, MOST_ROWS).astype(int))
    values = hashlib.sha256()
    for name in known:
        values.update(_bytes(columns.arrays[name][chosen]))
    return {
        "rows": columns.rows,
        "columns": hashlib.sha256("\n".join(known).encode()).hexdigest(),
        "values": values.hexdigest(),
        "places": hashlib.sha256(np.asarray(numbers, "<i8").tobytes()).hexdigest(),
    }


def _bytes(array: np.ndarray) -> bytes:
    if array.dtype.kind != "O":
        kind = array.dtype.newbyteorder("<")
        return kind.str.encode() + np.ascontiguousarray(array, kind).tobytes()
    return "\0".join(map(str, array.ravel())).encode("utf-8", "surrogatepass")
