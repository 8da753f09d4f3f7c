"""Brings rows to the device a stretch at a time, the next while one is in use."""

from __future__ import annotations

from collections.abc import Iterator

import grain
import jax
import numpy as np

from wtspec.train.feed import Stretch
from wtspec.train.step import Batch

_AHEAD = 2


def stream(
    host: Batch, order: np.ndarray, step_rows: int, steps_at_once: int, *, ends: bool
) -> Iterator[Stretch]:
    """An epoch's rows in its order.

    Every stretch has as many rows, so that one program serves them all; the last ones of the last
    stretch may be no part of any step.

    Args:
        host: The rows in memory.
        order: Their numbers in the epoch's order.
        step_rows: Rows in a whole step.
        steps_at_once: Whole steps in a stretch.
        ends: Whether a short step ends the epoch.
    """
    length = step_rows * steps_at_once
    numbers = order if ends else order[: len(order) // step_rows * step_rows]
    starts = range(0, len(numbers), length)

    def gather(index: int) -> Batch:
        wanted = np.resize(numbers[index * length : (index + 1) * length], length)
        return jax.device_put(jax.tree.map(lambda array: array[wanted], host))

    source = grain.MapDataset.range(len(starts)).map(gather)
    options = grain.ReadOptions(num_threads=_AHEAD, prefetch_buffer_size=_AHEAD)
    in_place = jax.device_put(np.arange(length, dtype="int32"))
    for index, rows in enumerate(source.to_iter_dataset(options)):
        left = len(numbers) - index * length
        is_last = index == len(starts) - 1
        yield Stretch(rows, in_place, min(steps_at_once, left // step_rows), ends and is_last)
