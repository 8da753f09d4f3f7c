"""How rows lie on the devices, and how a step reads them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import numpy as np

from wtspec.data.share import Share
from wtspec.model.mesh.mesh import DATA, Mesh
from wtspec.train.step import Batch, Number, Read

if TYPE_CHECKING:
    from jax.sharding import NamedSharding


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows that lie whole on each device, or in batches that are divided over the devices.

    In batches they are arrays of `(batches, ways, rows that go one way, …)`, whose second dim is
    divided over the mesh: each device has its own rows of each batch and no others, and a step
    takes them without asking another device. Whole rows are gathered by their numbers, each device
    its own.

    Attributes:
        mesh: The devices; None for a single one.
        size: Rows in a whole batch.
    """

    mesh: Mesh | None
    size: int

    @property
    def ways(self) -> int:
        """How many devices the rows of a batch are divided over."""
        return 1 if self.mesh is None else self.mesh.sizes[DATA]

    @property
    def own_ways(self) -> tuple[int, ...]:
        """Those of this process's devices."""
        if self.mesh is None:
            return (0,)
        devices, here = self.mesh.devices, jax.process_index()
        by_way = np.moveaxis(devices.devices, devices.axis_names.index(DATA), 0)
        ways = by_way.reshape(self.ways, -1)
        return tuple(
            way for way in range(self.ways) if any(one.process_index == here for one in ways[way])
        )

    def share(self, rows: int) -> Share:
        """What this process has of batches of so many rows in all."""
        return Share(self.size, rows, self.ways, self.own_ways)

    def whole_shapes(self, host: Batch, count: int) -> tuple[Batch, jax.ShapeDtypeStruct]:
        """Of rows that lie whole on each device, and of their order."""
        everywhere = None if self.mesh is None else self.mesh.everywhere

        def shape(array: np.ndarray) -> jax.ShapeDtypeStruct:
            shape = (count, *array.shape[1:])
            return jax.ShapeDtypeStruct(shape, array.dtype, sharding=everywhere)

        return jax.tree.map(shape, host), jax.ShapeDtypeStruct(
            (count,), "int32", sharding=everywhere
        )

    def batch_shapes(self, host: Batch, batches: int) -> Batch:
        """Of rows that lie in batches."""
        sharding, width = self._batches, -(-self.size // self.ways)

        def shape(array: np.ndarray) -> jax.ShapeDtypeStruct:
            shape = (batches, self.ways, width, *array.shape[1:])
            return jax.ShapeDtypeStruct(shape, array.dtype, sharding=sharding)

        return jax.tree.map(shape, host)

    def put_whole(self, array: np.ndarray) -> jax.Array:
        """Copies an array to each device; every process copies it to its own."""
        if self.mesh is None:
            return jax.device_put(array)
        return jax.make_array_from_callback(array.shape, self.mesh.everywhere, lambda _: array)

    def put_batches(self, ways: Batch) -> Batch:
        """Copies batches to the devices that they are for.

        Args:
            ways: This process's, arrays of `(ways, batches, rows that go one way, …)`.
        """
        if self.mesh is None:
            return jax.device_put(jax.tree.map(lambda one: one.swapaxes(0, 1), ways))
        return jax.tree.map(self._put, ways)

    def reader(self, rows: Batch, order: jax.Array | None, start: Number) -> Read:
        """What reads a step's batches, within a program.

        Rows that can't be divided evenly every device takes whole: XLA computes wrong gradients of
        uneven parts where another axis cuts weights.

        Args:
            rows: On the devices.
            order: The numbers of the rows that steps take; None where they lie in batches.
            start: How many rows come before the step's.
        """
        take = self._gathers(rows, order) if order is not None else self._slices(rows)

        def read(first: Number, count: int) -> Batch:
            batch = take(start + first, count)
            if self.mesh is None:
                return batch
            where = self.mesh.rows if count % self.ways == 0 else self.mesh.everywhere
            return jax.lax.with_sharding_constraint(batch, where)

        return read

    def _gathers(self, rows: Batch, order: jax.Array) -> Read:
        def gather(first: Number, count: int) -> Batch:
            numbers = jax.lax.dynamic_slice_in_dim(order, first, count)
            return jax.tree.map(lambda array: array.at[numbers].get(mode="promise_in_bounds"), rows)

        return gather

    def _slices(self, rows: Batch) -> Read:
        def slice_rows(first: Number, count: int) -> Batch:
            width = -(-count // self.ways)

            def one(array: jax.Array) -> jax.Array:
                batch = jax.lax.dynamic_index_in_dim(array, first // self.size, keepdims=False)
                filled = batch[:, :width]
                if self.mesh is not None and count % self.ways:
                    filled = jax.lax.with_sharding_constraint(filled, self.mesh.everywhere)
                return filled.reshape(-1, *filled.shape[2:])[:count]

            return jax.tree.map(one, rows)

        return slice_rows

    @property
    def _batches(self) -> NamedSharding | None:
        return None if self.mesh is None else self.mesh.batches

    def _put(self, ways: np.ndarray) -> jax.Array:
        mesh, own = self.mesh, self.own_ways
        assert mesh is not None  # noqa: S101 - else there is one device

        def of_device(index: tuple[slice, ...] | None) -> np.ndarray:
            way = 0 if index is None else index[1].start or 0
            return ways[own.index(way)][:, None]

        _, batches, width, *rest = ways.shape
        shape = (batches, self.ways, width, *rest)
        return jax.make_array_from_callback(shape, mesh.batches, of_device)
