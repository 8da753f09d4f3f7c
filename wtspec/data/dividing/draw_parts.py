"""Draws the rows of each part."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.dividing.label_codes import label_codes, label_counts, slices
from wtspec.data.dividing.part_sizes import PARTS, part_sizes


def draw_parts(
    rows: int,
    fractions: Mapping[str, float],
    seed: int = 0,
    shuffle: bool = True,
    stratify: np.ndarray | None = None,
) -> np.ndarray:
    """Each row's part, drawn, or one part after the other.

    Takes five bytes a row, with labels nine.

    Args:
        rows: How many there are.
        fractions: Of the parts beside training.
        seed: What the drawn order follows from.
        shuffle: Whether rows are drawn at random; else training comes first.
        stratify: A label a row: each label's rows are shared out in the same proportions.

    Raises:
        ValueError: No row is left to train on.
    """
    sizes = part_sizes(rows, fractions)
    drawn = np.arange(rows, dtype="int32" if rows < 2**31 else "int64")
    if shuffle:
        np.random.default_rng(seed).shuffle(drawn)
    if stratify is not None:
        return _share_out(drawn, label_codes([stratify]), sizes)
    parts = np.zeros(rows, "uint8")
    end = rows
    for part, size in reversed(sizes.items()):
        for some in slices(size):
            parts[drawn[end - size :][some]] = PARTS.index(part)
        end -= size
    return parts


def _share_out(drawn: np.ndarray, labels: np.ndarray, sizes: dict[str, int]) -> np.ndarray:
    """Takes each part's rows as evenly spaced as can be from all rows in the order of labels."""
    rows = len(drawn)
    parts = np.zeros(rows, "uint8")
    counts = label_counts(labels)
    begins = np.cumsum(counts) - counts
    for some in slices(rows):
        chosen = drawn[some]
        place = _places(labels[chosen], begins)
        is_left, left = np.ones(len(chosen), bool), rows
        for part, size in reversed(sizes.items()):
            before = place * size // left
            taken = is_left & ((place + 1) * size // left > before)
            parts[chosen[taken]] = PARTS.index(part)
            is_left &= ~taken
            place -= before
            left -= size
    return parts


def _places(labels: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Each row's place in the order of labels; `begins`, each label's next place, moves on."""
    order = np.argsort(labels, kind="stable")
    found, first, counts = np.unique(labels[order], return_index=True, return_counts=True)
    place = np.empty(len(labels), "int64")
    place[order] = np.arange(len(labels)) + np.repeat(begins[found] - first, counts)
    begins[found] += counts
    return place
