"""Rows as Keras is given them. Free of Keras."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from wtspec.data.share import Share

Arrays = np.ndarray | dict[str, np.ndarray]
"""One array that stands alone, or several by name."""

One = TypeVar("One")


def by_name(several: One | dict[str, One], alone: str = "") -> dict[str, One]:
    """Arrays, or what else Keras takes and gives, by name; one that stands alone under `alone`."""
    return several if isinstance(several, dict) else {alone: several}


class RowSource(Protocol):
    """Rows that are read as they are needed."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        ...

    @property
    def told(self) -> str:
        """How they are read, in a sentence."""
        ...

    def epoch(
        self, seed: int, number: int, first: int, *, shuffle: bool, share: Share | None = None
    ) -> Iterator[Rows]:
        """The rows of an epoch from one of its rows on, some at a time.

        Args:
            seed: What the order follows from, with the epoch's number.
            number: Of the epoch, from 0.
            first: How many rows of the epoch come before.
            shuffle: Whether it is another order each epoch.
            share: Which of the rows are wanted; None for all. Their order stays.
        """
        ...

    def then(self, change: Callable[[Rows], Rows]) -> RowSource:
        """The same rows, changed as they are read."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The prepared rows of one part of the data.

    Attributes:
        inputs: One array, or one by input name where the model has several.
        targets: One array, or one by output name; None where nothing is to be learned from them.
        weights: How much each row counts; None where all count the same.
        numbers: Each row's place in its source; None where that is its place here.
        stream: Where the rows do not fit in memory: reads them. The arrays are then those of a few
            of them, among which are the least and the greatest of each and every label.
        counts: Of a stream whose targets are labels: how many rows are of each, each counted as
            often as it weighs.
    """

    inputs: Arrays
    targets: Arrays | None = None
    weights: np.ndarray | None = None
    numbers: np.ndarray | None = None
    stream: RowSource | None = None
    counts: Mapping[int, float] | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.at_hand if self.stream is None else self.stream.count

    @property
    def at_hand(self) -> int:
        """How many rows the arrays have."""
        return len(next(iter(by_name(self.inputs).values())))

    @property
    def arrays(self) -> list[np.ndarray]:
        """The inputs, targets and weights in an order of their own."""
        several = [self.inputs, *(one for one in (self.targets, self.weights) if one is not None)]
        return [array for one in several for array in by_name(one).values()]

    @property
    def all_arrays(self) -> list[np.ndarray]:
        """The same, and the rows' numbers."""
        return [*self.arrays, *(() if self.numbers is None else (self.numbers,))]

    def each(self, change: Callable[[np.ndarray], np.ndarray]) -> Rows:
        """What comes of each array, and of the rows' numbers."""

        def changed(one: Arrays) -> Arrays:
            if isinstance(one, dict):
                return {name: change(array) for name, array in one.items()}
            return change(one)

        return replace(
            self,
            inputs=changed(self.inputs),
            targets=None if self.targets is None else changed(self.targets),
            weights=None if self.weights is None else change(self.weights),
            numbers=None if self.numbers is None else change(self.numbers),
        )

    def streamed(self, stream: RowSource) -> Rows:
        """These rows as some of a stream's."""
        return replace(self, stream=stream)


def joined(several: Sequence[Rows]) -> Rows:
    """Rows of which each follow those before, in memory."""
    arrays = map(np.concatenate, zip(*(rows.all_arrays for rows in several), strict=True))
    return replace(several[0], stream=None).each(lambda _: next(arrays))


def first_of(coming: Iterator[Rows], count: int) -> Rows:
    """So many rows of those that come, or as many as there are."""
    taken: list[Rows] = []
    while count > 0 and (rows := next(coming, None)) is not None:
        taken.append(rows.each(lambda array, count=count: array[:count]))
        count -= taken[-1].at_hand
    return joined(taken)
