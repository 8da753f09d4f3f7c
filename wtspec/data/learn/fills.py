"""Learns what missing values are filled with."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from wtspec.data.learn.categories import check_distinct
from wtspec.data.learn.moments import MomentsLearner
from wtspec.data.learn.sample import RowSample
from wtspec.sources.argument_words import STRATEGIES


class MeanLearner:
    """The mean of each position of a row; 0 where no value is known."""

    def __init__(self) -> None:
        self._moments = MomentsLearner()

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        self._moments.add(np.asarray(x, "float64"))

    def state(self) -> dict:
        """`fill`."""
        return {"fill": self._moments.state()["mean"]}


class MedianLearner:
    """The median of each position of a row; 0 where no value is known."""

    def __init__(self) -> None:
        self._sample = RowSample()

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        self._sample.add(np.asarray(x, "float64"))

    def state(self) -> dict:
        """`fill`."""
        halves = self._sample.quantiles(np.array([0.5]))
        fill = np.array([float(one[0]) if len(one) else 0.0 for one in halves])
        return {"fill": fill.reshape(self._sample.row_shape).tolist()}


class FrequentLearner:
    """The value that each position of a row has most often, the first in order of several."""

    def __init__(self) -> None:
        self._row_shape: tuple[int, ...] = ()
        self._counts: list[Counter] = []
        self._none: object = 0

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        is_text = x.dtype.kind in "OU"
        values = x.astype(str) if is_text else x + 0.0 if x.dtype.kind == "f" else x  # -0 is 0
        self._row_shape = values.shape[1:]
        self._none = "" if is_text else 0
        columns = values.reshape(len(values), math.prod(self._row_shape)).T
        self._counts = self._counts or [Counter() for _ in columns]
        for counts, column in zip(self._counts, columns, strict=True):
            known = column != "" if is_text else np.isfinite(column)
            found, times = np.unique(column[known], return_counts=True)
            counts.update(dict(zip(found.tolist(), times.tolist(), strict=True)))
            check_distinct(counts, "values")

    def state(self) -> dict:
        """`fill`."""
        fill = [
            min(counts, key=lambda one: (-counts[one], one)) if counts else self._none
            for counts in self._counts
        ]
        return {"fill": np.array(fill).reshape(self._row_shape).tolist()}


def learner_of_fill(
    strategy: str, x: np.ndarray
) -> type[MeanLearner | MedianLearner | FrequentLearner]:
    """What learns by a strategy.

    Raises:
        ValueError: There is none of that name.
        TypeError: The mean or the median of text is asked for.
    """
    if strategy not in STRATEGIES:
        raise ValueError(f"{strategy!r} is none of {', '.join(STRATEGIES)}, and no number")
    if x.dtype.kind in "OU" and strategy != "most_frequent":
        raise TypeError(f"text has no {strategy}: `most_frequent`, or a text, fills it")
    known = {"mean": MeanLearner, "median": MedianLearner, "most_frequent": FrequentLearner}
    return known[strategy]


def filled_with(fill: object, x: np.ndarray) -> np.ndarray:
    """`x`, with what is missing filled: NaN in numbers, empty text in text.

    Raises:
        TypeError: Numbers are to be filled with text, or text with numbers.
    """
    fill = np.asarray(fill)
    if (fill.dtype.kind in "OU") != (x.dtype.kind in "OU"):
        raise TypeError("numbers are filled with a number, text with a text")
    if x.dtype.kind in "OU":
        return np.where(x == "", fill.astype(object), x)
    return np.where(np.isnan(x), fill, x) if x.dtype.kind == "f" else x
