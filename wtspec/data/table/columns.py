"""What the columns of a table are good for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FEWEST_TO_SPLIT = 40
"""Rows; of fewer all train."""

Kind = Literal["number", "vector", "date", "category", "tags", "words"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column to predict from.

    Attributes:
        gaps: In how many rows its value is missing.
        distinct: How many different values it holds.
        is_skewed: Whether most of its numbers are small beside a few, none below 0.
        bounds: The least and the greatest finite number, where others are infinite.
        parts: Of a date: those that differ between rows, `year month`.
        separator: Of tags.
        width: How many numbers a row of it becomes; of words, how many a row has at most.
    """

    name: str
    kind: Kind
    gaps: int
    distinct: int
    is_skewed: bool = False
    bounds: tuple[float, float] | None = None
    parts: str = ""
    separator: str = ""
    width: int = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is of no use.

    Attributes:
        why: As a clause that follows the column's name: `has the same value in every row`.
    """

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Target:
    """The column to be predicted.

    Attributes:
        is_label: Whether it tells classes, not amounts.
        is_text: Whether it holds text.
        gaps: In how many rows it is missing.
        classes: Each one's name and rows, the rarest last; nothing of an amount.
        rare: The classes that are too rare to be in every part of a split, likewise.
        mean: Of an amount; 0 for a label.
        std: Likewise, 1 for a label.
    """

    name: str
    is_label: bool
    is_text: bool
    gaps: int
    classes: tuple[tuple[str, int], ...] = ()
    rare: tuple[tuple[str, int], ...] = ()
    mean: float = 0.0
    std: float = 1.0
