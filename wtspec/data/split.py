"""Splits rows into training, validation and test rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.dividing.draw_parts import draw_parts
from wtspec.data.dividing.group_parts import group_parts
from wtspec.data.dividing.order_parts import order_parts
from wtspec.data.dividing.part_sizes import PARTS


def split_rows(
    rows: int,
    fractions: Mapping[str, float],
    seed: int = 0,
    shuffle: bool = True,
    stratify: np.ndarray | None = None,
    group: np.ndarray | None = None,
    order: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """The rows of each part, in ascending order; every row is in one part.

    Args:
        rows: How many there are; the other arguments are those of `part_of_rows` too.

    Returns:
        Row indices of `train` and of each part.

    Raises:
        ValueError: No row is left to train on; groups or values are fewer than parts.
    """
    given = {"stratify": stratify, "group": group, "order": order}
    return rows_by_part(part_of_rows(rows, fractions, seed, shuffle, **given))


def part_of_rows(
    rows: int,
    fractions: Mapping[str, float],
    seed: int = 0,
    shuffle: bool = True,
    *,
    stratify: np.ndarray | None = None,
    group: np.ndarray | None = None,
    order: np.ndarray | None = None,
) -> np.ndarray:
    """Each row's part as uint8: 0 trains, 1 validates, 2 tests.

    A part has the nearest whole number of rows to its fraction, at least one where the fraction
    is not 0; whole groups come as near as can be. Without `shuffle` the parts follow each other,
    training first.

    Args:
        rows: How many there are.
        fractions: Of the parts beside training, as `{"validation": 0.1, "test": 0.1}`.
        seed: What the shuffled order follows from.
        shuffle: Whether rows are drawn at random.
        stratify: A label a row: each label's rows are shared out in the same proportions.
        group: A label a row: all rows of one label are in one part.
        order: A number or date a row: the lowest train, the highest test.

    Raises:
        ValueError: No row is left to train on; groups or values are fewer than parts.
    """
    if group is not None:
        return group_parts(group, fractions, seed)
    if order is not None:
        return order_parts(order, fractions)
    return draw_parts(rows, fractions, seed, shuffle, stratify)


def rows_by_part(codes: np.ndarray) -> dict[str, np.ndarray]:
    """The rows of each part that has any, in ascending order."""
    places = {part: np.flatnonzero(codes == code) for code, part in enumerate(PARTS)}
    return {part: rows for part, rows in places.items() if len(rows)}
