"""Draws whole groups of rows for each part."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.dividing.label_codes import label_codes, label_counts, slices
from wtspec.data.dividing.part_sizes import PARTS, part_sizes

DRAWINGS = 32
"""Of so many the one is taken that comes nearest to the sizes that the parts should have."""


def group_parts(group: np.ndarray, fractions: Mapping[str, float], seed: int = 0) -> np.ndarray:
    """Each row's part, that of its whole group; every part has a group at least.

    Takes a few bytes a row.

    Args:
        group: A label a row.
        fractions: Of the parts beside training.
        seed: What the drawing follows from.

    Raises:
        ValueError: There are fewer groups than parts.
    """
    sizes = part_sizes(len(group), fractions)
    labels = label_codes([group])
    counts = label_counts(labels)
    if len(counts) <= len(sizes):
        raise ValueError(f"{len(counts)} groups can't be divided into {len(sizes) + 1} parts")
    generator = np.random.default_rng(seed)
    best, least = np.zeros(0, "uint8"), np.inf
    for _ in range(DRAWINGS):
        drawn = _draw(counts, sizes, generator)
        has = np.bincount(drawn, counts, len(PARTS))
        off = sum(((has[PARTS.index(part)] - size) / size) ** 2 for part, size in sizes.items())
        if off < least:
            best, least = drawn, off
        if off == 0:
            break
    parts = np.empty(len(labels), "uint8")
    for rows in slices(len(labels)):
        parts[rows] = best[labels[rows]]
    return parts


def _draw(counts: np.ndarray, sizes: dict[str, int], generator: np.random.Generator) -> np.ndarray:
    """Each group's part. Where few groups are small enough, the parts share them as they should."""
    small = counts[counts <= max(sizes.values(), default=0)].sum()
    scale = min(1.0, small / max(1, sum(sizes.values())))
    parts = np.zeros(len(counts), "uint8")
    left = generator.permutation(len(counts))
    for index, (part, size) in enumerate(reversed(sizes.items())):
        most = len(left) - (len(sizes) - index)
        taken = _fill(counts[left], max(1, round(size * scale)), most)
        parts[left[taken]] = PARTS.index(part)
        left = left[~taken]
    return parts


def _fill(counts: np.ndarray, room: int, most: int) -> np.ndarray:
    """A mask of the first groups that fit, `most` at most; one more where that comes nearer."""
    taken = np.zeros(len(counts), bool)
    waiting = np.arange(len(counts))
    while room and most and len(waiting := waiting[counts[waiting] <= room]):
        total = np.cumsum(counts[waiting])
        fit = min(int(np.searchsorted(total, room, "right")), most)
        taken[waiting[:fit]] = True
        room -= int(total[fit - 1])
        most -= fit
        waiting = waiting[fit:]
    smallest = int(np.argmin(np.where(taken, np.iinfo("int64").max, counts)))
    if most and (not taken.any() or counts[smallest] - room < room):
        taken[smallest] = True
    return taken
