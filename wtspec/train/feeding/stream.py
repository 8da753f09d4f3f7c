"""Brings rows to the device a stretch at a time, the next while one is in use."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

import grain
import jax
import numpy as np

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
        rows: int,
        step_rows: int,
        at_once: int,
    ) -> None:
        """Reads nothing yet.

        Args:
            example: Some rows.
            refill: Puts the next ones into a buffer.
            rows: How many of them an epoch takes; what is no whole step is a short one.
            step_rows: Rows in a whole step.
            at_once: Rows in a stretch, which are whole steps, or all rows.
        """
        self._example = example
        self._refill = refill
        self._rows = rows
        self._step_rows = step_rows
        self._length = at_once
        self._count = math.ceil(rows / at_once)
        self._in_place = jax.device_put(np.arange(self._length, dtype="int32"))
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
            yield Stretch(next(self._coming), self._in_place, taken, steps, rest > 0)
        self._next = number + 1

    def _from(self, start: int) -> Iterator[Batch]:
        """The stretches from that one on, as they are counted from the first epoch's first."""
        # Memory that a thread asks for anew, stretch by stretch, stays with it.
        buffers = [jax.tree.map(self._buffer, self._example) for _ in range(2)]

        def gather(index: int) -> Batch:
            epoch, stretch = divmod(index, self._count)
            buffer, first = buffers[index % 2], stretch * self._length
            self._refill(epoch, first, min(self._length, self._rows - first), buffer)
            return jax.block_until_ready(jax.device_put(buffer))

        # A single stretch is ahead: asked for when the one that its buffer held is gone.
        options = grain.ReadOptions(num_threads=1, prefetch_buffer_size=1)
        source = grain.MapDataset.range(start, sys.maxsize).map(gather)
        return iter(source.to_iter_dataset(options))

    def _buffer(self, rows: np.ndarray) -> np.ndarray:
        """Memory for a stretch of the rows."""
        shape = (self._length, *rows.shape[1:])
        size = math.prod(shape) * rows.itemsize
        memory = np.empty(size + _ALIGNMENT, "uint8")
        start = -memory.ctypes.data % _ALIGNMENT
        return memory[start : start + size].view(rows.dtype).reshape(shape)
