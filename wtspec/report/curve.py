"""A small curve in one line of text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

_LEVELS = "▁▂▃▄▅▆▇█"
_NO_NUMBER = "x"
_MOST = 1024

Value = float | None
Pair = tuple[Value, Value]


class PairSeries:
    """Pairs of values as they come; of very many, evenly many, and the last.

    Attributes:
        values: These.
    """

    def __init__(self) -> None:
        self.values: list[Pair] = []
        self._stride, self._count = 1, 0

    def add(self, one: Value, other: Value) -> None:
        """Adds the next pair."""
        if self.values and (self._count - 1) % self._stride:
            self.values[-1] = (one, other)  # it takes the place of one that was last
        else:
            self.values.append((one, other))
        if len(self.values) > _MOST:
            self.values = [*self.values[:-1:2], self.values[-1]]
            self._stride *= 2
        self._count += 1


def curves(values: Sequence[Pair], width: int) -> tuple[str, str]:
    """Both series of `values` on one scale, each in at most `width` columns.

    What is no finite number is an `x`; a series without a value is empty.
    """
    ones = _in_columns([one for one, _ in values], width)
    others = _in_columns([other for _, other in values], width)
    finite = [one for one in (*ones, *others) if one is not None and math.isfinite(one)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    return _drawn(ones, low, high), _drawn(others, low, high)


def _in_columns(values: Sequence[Value], width: int) -> list[Value]:
    """At most `width` values, each the mean of its neighbors; the last one is the last."""
    if all(one is None for one in values):
        return []
    if len(values) <= width:
        return list(values)
    bounds = [at * (len(values) - 1) // (width - 1) for at in range(width)]
    return [*(_mean(values[first:last]) for first, last in pairwise(bounds)), values[-1]]


def _mean(values: Sequence[Value]) -> Value:
    known = [one for one in values if one is not None]
    return math.fsum(one / len(known) for one in known) if known else None


def _drawn(values: Sequence[Value], low: float, high: float) -> str:
    return "".join(_level(one, low, high) for one in values)


def _level(value: Value, low: float, high: float) -> str:
    if value is None:
        return " "
    if not math.isfinite(value):
        return _NO_NUMBER
    share = (value - low) / (high - low) if low < high < math.inf else 0.0
    if not math.isfinite(share):  # the numbers are so large that their difference is none
        share = (value / 2 - low / 2) / (high / 2 - low / 2)
    return _LEVELS[min(len(_LEVELS) - 1, int(share * len(_LEVELS)))]
