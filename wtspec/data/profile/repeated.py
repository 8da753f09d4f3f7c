"""Rows of one part that stand in another, too."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

import numpy as np

from wtspec.data.rows import Rows, by_name


def row_marks(rows: Rows) -> list[bytes]:
    """A mark for each row, the same where the model is given the same and is to give the same."""
    arrays = list(by_name(rows.inputs).values())
    if rows.targets is not None:
        arrays += by_name(rows.targets).values()
    flat = [np.ascontiguousarray(array).reshape(rows.count, -1) for array in arrays]
    return [
        hashlib.blake2b(b"".join(one[row].tobytes() for one in flat), digest_size=16).digest()
        for row in range(rows.count)
    ]


def count_repeated(known: Collection[bytes], others: Iterable[bytes]) -> int:
    """How many of the others are among the training rows, whose marks are known, too."""
    return sum(mark in known for mark in others)
