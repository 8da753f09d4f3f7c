"""Puts rows on the devices, whole where they fit, else a stretch at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from wtspec.data.batches import epoch_order
from wtspec.data.rows import Rows
from wtspec.errors.memory import NoMemoryError, memory_for
from wtspec.model.mesh.mesh import Mesh
from wtspec.model.processes.agree import agree
from wtspec.train.feeding.layout import Layout
from wtspec.train.feeding.stretch import Stretch
from wtspec.train.step import Batch, Parts

if TYPE_CHECKING:
    from wtspec.train.feeding.stream import Stream

_SHARE = 0.5
"""Of the memory that is free: activations and gradients need the other half."""
_COPIED_BYTES = 32 * 2**20
_STRETCH_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Order:
    """How training goes through its rows.

    Attributes:
        seed: What each epoch's order follows from.
        shuffle: Whether it is another order each epoch.
        drop_remainder: Whether the short last step of an epoch is left out.
    """

    seed: int = 0
    shuffle: bool = True
    drop_remainder: bool = False


IN_ORDER = Order(shuffle=False)


class Feed:
    """The rows of one part of the data, epoch after epoch.

    Attributes:
        count: How many rows there are.
        whole: What each step takes.
        short: What the step takes that ends an epoch; without rows where there is none.
        layout: How the rows lie on the devices.
    """

    def __init__(
        self,
        rows: Rows,
        order: Order,
        batch_size: int,
        accumulate: int = 1,
        budget_bytes: int | None = None,
        mesh: Mesh | None = None,
    ) -> None:
        """Copies the rows to each device if they fit.

        Args:
            rows: On the host.
            order: How to go through them.
            batch_size: In rows.
            accumulate: Batches in a step.
            budget_bytes: What the rows may take of a device; by default half of what is free,
                and 32 MiB where the device is the CPU.
            mesh: The devices; None for a single one.
        """
        self.whole = _whole(rows.count, batch_size, accumulate)
        self.short = _short(rows.count, self.whole, order.drop_remainder)
        self._host = _on_host(rows)
        self.count = rows.count
        self._order = order
        self._passes = itertools.count()
        budget = _budget(mesh) if budget_bytes is None else budget_bytes
        self._row_bytes = size_bytes(self._host) / rows.at_hand
        self._read_anew = rows.stream
        self._fits = rows.stream is None and size_bytes(self._host) <= budget
        self.layout = Layout(mesh, min(self.whole.size, rows.count))
        kept: Batch = self._host if self._fits else (None, None, None)
        with memory_for(self._no_memory):
            self._device: Batch = jax.tree.map(self.layout.put_whole, kept)
        # One stretch is in use, one on its way.
        width = self.layout.share(rows.count).width
        step_bytes = max(1, int(self._row_bytes * self.whole.whole * width))
        steps = max(1, int(min(_STRETCH_BYTES, budget / 2) // step_bytes))
        self._at_once = rows.count if self._fits else min(steps * self.whole.rows, rows.count)

    def _no_memory(self, asked: str) -> NoMemoryError:
        received = f"{int(self._row_bytes * self.count):,} bytes"
        return NoMemoryError(f"{self.count:,} rows on the device", asked, received=received)

    @property
    def steps(self) -> int:
        """Whole steps in an epoch."""
        return self.count // self.whole.rows

    @property
    def example(self) -> Batch:
        """Some rows, to build metrics on."""
        return jax.tree.map(lambda array: array[: self.whole.size], self._host)

    @property
    def shapes(self) -> tuple[Batch, jax.ShapeDtypeStruct | None]:
        """Of the rows of a stretch, and of their order."""
        if self._fits:
            return self.layout.whole_shapes(self._host, self.count)
        return self.layout.batch_shapes(self._host, -(-self._at_once // self.layout.size)), None

    def epoch(self, number: int, done: int = 0) -> Iterator[Stretch]:
        """The rows of an epoch, counted from 0, in its order.

        Args:
            number: Of the epoch.
            done: Steps that are taken already; stretches without any other are left out.
        """
        if self._fits:
            order = self.layout.put_whole(self._numbers(number).astype("int32"))
            yield Stretch(self._device, order, 0, self.steps, self.short.rows > 0)
        else:  # without shuffling all epochs are the same, and a stream goes on best in sequence
            number = number if self._order.shuffle else next(self._passes)
            yield from self._stream.epoch(number, done)

    @cached_property
    def _stream(self) -> Stream:
        from wtspec.train.feeding.refill import InMemory, ReadAnew
        from wtspec.train.feeding.stream import Stream

        step, rows = self.whole.rows, self.steps * self.whole.rows + self.short.rows
        share = self.layout.share(rows)
        if self._read_anew is None:
            refill = InMemory(self._host, self._numbers)
        else:
            seed, shuffle = self._order.seed, self._order.shuffle
            refill = ReadAnew(self._read_anew, share, seed, shuffle=shuffle)
        return Stream(self._host, refill, self.layout, share, step, self._at_once)

    def _numbers(self, epoch: int) -> np.ndarray:
        """The numbers of the rows in the epoch's order."""
        return epoch_order(self.count, self._order.seed, epoch, self._order.shuffle)


def size_bytes(rows: Batch) -> int:
    """What arrays take."""
    return sum(array.nbytes for array in jax.tree.leaves(rows))


def _budget(mesh: Mesh | None) -> float:
    """What rows may take of a device, in bytes; of all devices that which has the least room.

    Where that is the CPU, they lie in its memory already, and a copy is soon as large as all else
    that a training takes.
    """
    if mesh is None:
        return _room(jax.local_devices()[0])
    own = [one for one in mesh.devices.devices.flat if one.process_index == jax.process_index()]
    return float(agree(min(map(_room, own), default=float("inf"))).min())


def _room(device: Any) -> float:  # noqa: ANN401 - JAX has no type for it
    if device.platform == "cpu":
        return _COPIED_BYTES
    stats = device.memory_stats() or {}
    if "bytes_limit" not in stats:
        return float("inf")
    return (stats["bytes_limit"] - stats["bytes_in_use"]) * _SHARE


def _whole(count: int, batch_size: int, accumulate: int) -> Parts:
    """What a whole step takes; of one that no epoch fills, just more rows than there are.

    A compiled step counts its rows in 32 bits, and a file may ask for more.
    """
    size = min(batch_size, count + 1)
    return Parts(size, min(accumulate, -(-(count + 1) // size)), 0)


def _short(count: int, whole: Parts, drop_remainder: bool) -> Parts:
    left = 0 if drop_remainder else count % whole.rows
    return Parts(whole.size, left // whole.size, left % whole.size)


def _on_host(rows: Rows) -> Batch:
    """As JAX keeps them: no more than 32 bits a number."""

    def narrow(array: np.ndarray) -> np.ndarray:
        return array.astype(jax.dtypes.canonicalize_dtype(array.dtype), copy=False)

    return jax.tree.map(narrow, (rows.inputs, rows.targets, rows.weights))
