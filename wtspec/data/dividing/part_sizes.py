"""How many rows each part has."""

from __future__ import annotations

from collections.abc import Mapping

PARTS = ("train", "validation", "test")
"""A row's part is its place here."""


def part_sizes(rows: int, fractions: Mapping[str, float]) -> dict[str, int]:
    """The rows of each part beside training: the nearest whole number to its share, at least one.

    Raises:
        ValueError: No row is left to train on.
    """
    sizes = {part: max(1, round(rows * share)) for part, share in fractions.items() if share > 0}
    if sum(sizes.values()) >= rows:
        raise ValueError(f"of {rows} rows none is left to train on")
    return sizes
