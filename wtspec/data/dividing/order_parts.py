"""Cuts rows into parts that follow each other in the order of a column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.dividing.part_sizes import PARTS, part_sizes


def order_parts(order: np.ndarray, fractions: Mapping[str, float]) -> np.ndarray:
    """Each row's part: the lowest values train, the highest test; equal ones stay together.

    Takes a few bytes a row.

    Args:
        order: A number or a date a row.
        fractions: Of the parts beside training.

    Raises:
        ValueError: There are fewer values than parts.
    """
    sizes = part_sizes(len(order), fractions)
    values = np.sort(order)
    cuts, end = {}, len(values)
    for index, (part, size) in enumerate(reversed(sizes.items())):
        end = _nearest_cut(values[:end], end - size, len(sizes) - index)
        cuts[part] = values[end]
    parts = np.zeros(len(order), "uint8")
    for part, cut in reversed(cuts.items()):
        parts[order >= cut] = PARTS.index(part)
    return parts


def _nearest_cut(values: np.ndarray, at: int, before: int) -> int:
    """The place nearest to `at` where a value begins that so many other values come before."""
    first = 0
    for _ in range(before):
        first = int(np.searchsorted(values, values[first], "right"))
        if first == len(values):
            raise ValueError("the rows have fewer different values than there are parts")
    here = values[at]
    cuts = [first, *(int(np.searchsorted(values, here, side)) for side in ("left", "right"))]
    last = int(np.searchsorted(values, values[-1], "left"))
    return min(
        (cut for cut in (*cuts, last) if first <= cut <= last), key=lambda cut: abs(cut - at)
    )
