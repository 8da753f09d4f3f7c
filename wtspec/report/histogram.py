"""How the values of a weight lie."""

from __future__ import annotations

from msgspec import Struct


class Histogram(Struct, frozen=True):
    """The values of an array by bins of one width, and what they come to.

    Attributes:
        low: Where the first bin begins.
        high: Where the last one ends.
        counts: Of the finite values, by bin.
    """

    low: float
    high: float
    counts: list[int]
    mean: float
    std: float
    norm: float
