"""Fills buffers with an epoch's rows, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Protocol

import jax
import numpy as np

from wtspec.data.rows import Rows, RowSource
from wtspec.data.share import Share
from wtspec.train.feeding.places import RowPlaces
from wtspec.train.step import Batch


class Refill(Protocol):
    """Where rows come from."""

    def __call__(
        self, epoch: int, first: int, count: int, places: RowPlaces, buffer: Batch
    ) -> None:
        """Puts the process's rows in their places; what lies in others may be anything.

        Args:
            epoch: Counted from 0.
            first: How many rows of the epoch come before.
            count: How many come, those of other processes among them.
            places: Of the process's.
            buffer: The memory.
        """
        ...


class InMemory:
    """Takes rows from arrays."""

    def __init__(self, host: Batch, order: Callable[[int], np.ndarray]) -> None:
        """Takes nothing yet.

        Args:
            host: The rows.
            order: Gives their numbers in an epoch's order.
        """
        self._host = host
        self._order = lru_cache(maxsize=1)(order)

    def __call__(
        self, epoch: int, first: int, count: int, places: RowPlaces, buffer: Batch
    ) -> None:
        """The other places repeat rows."""
        wanted = self._order(epoch)[first : first + count][places.rows]
        jax.tree.map(lambda a, out: a.take(wanted, 0, out=out, mode="clip"), self._host, buffer)


class ReadAnew:
    """Takes rows from where they are stored, one buffer after another."""

    def __init__(self, source: RowSource, share: Share, seed: int, *, shuffle: bool) -> None:
        """Reads nothing yet."""
        self._source = source
        self._share = None if share.is_whole else share
        self._seed = seed
        self._shuffle = shuffle
        self._next = (-1, 0)
        self._coming: Iterator[Rows] = iter(())
        self._left: Rows | None = None

    def __call__(
        self, epoch: int, first: int, count: int, places: RowPlaces, buffer: Batch
    ) -> None:
        """Reads on where the last buffer ended, or begins anew."""
        if self._next != (epoch, first):
            self._coming = self._source.epoch(
                self._seed, epoch, first, shuffle=self._shuffle, share=self._share
            )
            self._left = None
        leaves, filled = jax.tree.leaves(buffer), 0
        while filled < len(places.own):
            rows = next(self._coming) if self._left is None else self._left
            here = places.own[filled : filled + rows.at_hand]
            taken, to = len(here), _together(here)
            for array, out in zip(_leaves(rows), leaves, strict=True):
                out[to] = array[:taken]
            filled += taken
            more = taken < rows.at_hand
            self._left = rows.each(lambda array, taken=taken: array[taken:]) if more else None
        self._next = (epoch, first + count)


def _together(places: np.ndarray) -> slice | np.ndarray:
    """RowPlaces that follow each other as a slice, which is filled much faster."""
    if (np.diff(places) == 1).all():
        return slice(places[0], places[-1] + 1)
    return places


def _leaves(rows: Rows) -> list[np.ndarray]:
    """In the order that JAX has them in."""
    return jax.tree.leaves((rows.inputs, rows.targets, rows.weights))
