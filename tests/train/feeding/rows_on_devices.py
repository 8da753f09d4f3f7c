"""What rows are read on several devices, told as JSON by a process that has them."""

from __future__ import annotations

import re
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from wtspec.data.rows import Rows
from wtspec.data.streams.spill import new_spill
from wtspec.model.mesh.mesh import Mesh
from wtspec.train.feeding.feed import Feed

COUNT = 53


def some_rows() -> Rows:
    """Rows whose first number is their place."""
    places = np.arange(COUNT, dtype="float32")
    return Rows({"x": np.stack([places, -places], 1), "y": places.astype("int32")}, places % 3)


def streamed(rows: Rows) -> Rows:
    """The same, read from a disk."""
    spill = new_spill(rows, rows.count, "rows")
    assert spill is not None
    spill.add(rows)
    spill.done()
    return rows.streamed(spill)


def mesh_of(data: int, model: int = 1) -> Mesh:
    """Of the first devices."""
    devices = np.array(jax.devices()[: data * model]).reshape(data, model)
    return Mesh(jax.sharding.Mesh(devices, ("data", "model")))


def reading(feed: Feed) -> Callable[..., jax.Array]:
    """A program that reads a batch, and gives the places of its rows; -1 where a row is torn."""

    def read(rows, order, first, count):
        inputs, targets, _ = feed.layout.reader(rows, order, 0)(first, count)
        x, y = inputs["x"], inputs["y"]
        wrong = (x[:, 0] != y) | (x[:, 1] != -y) | (targets != y % 3)
        return jnp.where(wrong, -1, y)

    mesh = feed.layout.mesh
    return jax.jit(read, static_argnums=3, out_shardings=None if mesh is None else mesh.everywhere)


def places(feed: Feed, read: Callable[..., jax.Array], epoch: int, done: int = 0) -> list[int]:
    """The places of the rows that an epoch's steps read, from one of them on, in their order."""
    found, size = [], feed.whole.size
    for stretch in feed.epoch(epoch, done):
        first = max(0, done - stretch.first) * feed.whole.rows
        last = stretch.steps * feed.whole.rows + (feed.short.rows if stretch.ends else 0)
        for start in range(first, last, size):
            rows = read(stretch.rows, stretch.order, start, min(size, last - start))
            found += np.asarray(rows).tolist()
    return found


def lying(feed: Feed) -> dict[int, list[int]]:
    """The places of the rows of an epoch's first stretch, in order, by the device they lie on."""
    rows = next(feed.epoch(0)).rows[0]["y"]
    return {one.device.id: np.asarray(one.data).ravel().tolist() for one in rows.addressable_shards}


def collectives(feed: Feed) -> list[str]:
    """What XLA has devices ask each other to sum over batches that can be divided evenly."""
    sizes = ({feed.whole.size} if feed.steps else set()) | {feed.short.rest} - {0}
    found: set[str] = set()
    for count in (size for size in sizes if size % feed.layout.ways == 0):

        def read(rows, order, start, count=count):
            return feed.layout.reader(rows, order, start)(0, count)[0]["x"].sum()

        text = jax.jit(read).lower(*feed.shapes, 0).compile().as_text()
        found |= set(re.findall(r"(?:all|collective|reduce-scatter|ragged)[a-z-]*(?=\()", text))
    return sorted(found)
