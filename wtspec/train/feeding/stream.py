"""Brings rows to the devices a stretch at a time, the next while one is in use."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from functools import lru_cache

import grain
import jax
import numpy as np

from wtspec.data.share import Share
from wtspec.train.feeding.layout import Layout
from wtspec.train.feeding.places import RowPlaces, find_places
from wtspec.train.feeding.refill import Refill
from wtspec.train.feeding.stretch import Stretch
from wtspec.train.step import Batch

_ALIGNMENT = 64
"""In bytes: where the device is the CPU, JAX takes memory that begins so as it is."""


class Stream:
    """Rows, epoch after epoch.

    Every stretch has as many rows, so that one program serves them all; the last ones of an epoch's
    last stretch may be no part of any step. A stretch is gone once the next one is asked for.
    """

    def __init__(
        self,
        example: Batch,
        refill: Refill,
        layout: Layout,
        share: Share,
        step_rows: int,
        at_once: int,
    ) -> None:
        """Reads nothing yet.

        Args:
            example: Some rows.
            refill: Puts the next ones into a buffer.
            layout: How rows lie on the devices.
            share: Which rows of an epoch are this process's; what is no whole step is a short one.
            step_rows: Rows in a whole step.
            at_once: Rows in a stretch, which are whole steps, or all rows.
        """
        self._example = example
        self._refill = refill
        self._layout = layout
        self._share = share
        self._rows = share.rows
        self._step_rows = step_rows
        self._length = at_once
        self._batches = math.ceil(at_once / share.size)
        self._count = math.ceil(share.rows / at_once)
        self._places = lru_cache(maxsize=2)(self._find_places)
        self._coming: Iterator[Batch] = iter(())
        self._next: int | None = None

    def epoch(self, number: int, done: int = 0) -> Iterator[Stretch]:
        """The rows of an epoch; those of the next one begin to be read as this one ends.

        Args:
            number: Of the epoch.
            done: Steps that are taken already; stretches without any other are not read.
        """
        first = min(done * self._step_rows // self._length, self._count - 1)
        if self._next != number or first:
            self._coming = self._from(number * self._count + first)
        self._next = None
        for index in range(first, self._count):
            before = index * self._length
            steps, rest = divmod(min(self._rows - before, self._length), self._step_rows)
            taken = before // self._step_rows
            yield Stretch(next(self._coming), None, taken, steps, rest > 0)
        self._next = number + 1

    def _from(self, start: int) -> Iterator[Batch]:
        """The stretches from that one on, as they are counted from the first epoch's first."""
        # Memory that a thread asks for anew, stretch by stretch, stays with it.
        buffers = [jax.tree.map(self._buffer, self._example) for _ in range(2)]

        def gather(index: int) -> Batch:
            epoch, stretch = divmod(index, self._count)
            buffer, first = buffers[index % 2], stretch * self._length
            count = min(self._length, self._rows - first)
            self._refill(epoch, first, count, self._places(count), buffer)
            ways = jax.tree.map(self._by_way, buffer)
            return jax.block_until_ready(self._layout.put_batches(ways))

        # A single stretch is ahead: asked for when the one that its buffer held is gone.
        options = grain.ReadOptions(num_threads=1, prefetch_buffer_size=1)
        source = grain.MapDataset.range(start, sys.maxsize).map(gather)
        return iter(source.to_iter_dataset(options))

    def _find_places(self, count: int) -> RowPlaces:
        """Of a stretch's rows; only the last one may have fewer, and a short batch."""
        first = 0 if count == self._length else self._rows - count
        return find_places(self._share, first, count, self._batches)

    def _by_way(self, buffer: np.ndarray) -> np.ndarray:
        shape = (len(self._share.own), self._batches, self._share.width, *buffer.shape[1:])
        return buffer.reshape(shape)

    def _buffer(self, rows: np.ndarray) -> np.ndarray:
        """Memory for the places of a stretch's rows."""
        places = len(self._share.own) * self._batches * self._share.width
        shape = (places, *rows.shape[1:])
        size = math.prod(shape) * rows.itemsize
        memory = np.zeros(size + _ALIGNMENT, "uint8")
        start = -memory.ctypes.data % _ALIGNMENT
        return memory[start : start + size].view(rows.dtype).reshape(shape)
