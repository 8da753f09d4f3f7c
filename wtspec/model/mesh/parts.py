"""The parts of arrays that are cut over devices, and arrays that are laid out from parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeGuard

if TYPE_CHECKING:
    import jax
    import keras
    import numpy as np

Bounds = tuple[tuple[int, int], ...]
"""Of a part: where it begins and ends in each dim of the array."""


class Readable(Protocol):
    """An array that is read by parts, and never whole."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the whole array."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of its numbers."""
        ...

    @property
    def nbytes(self) -> int:
        """Of the whole array."""
        ...

    def read(self, bounds: Bounds) -> np.ndarray:
        """A part of it."""
        ...


Source: TypeAlias = "jax.Array | np.ndarray | Readable"
"""What arrays are laid out from; one of JAX lies on one device."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldParts:
    """A cut array in the memory of the host.

    Attributes:
        shape: Of the whole array.
        dtype: Of its numbers.
        parts: Those that devices of this process have, each once.
        owners: The process that writes it, for every part of the array.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    parts: Mapping[Bounds, np.ndarray]
    owners: Mapping[Bounds, int]

    @property
    def nbytes(self) -> int:
        """Of the whole array."""
        return math.prod(self.shape) * self.dtype.itemsize

    def read(self, bounds: Bounds) -> np.ndarray:
        """A part of it, put together where it was cut otherwise."""
        return assemble(bounds, self.dtype, self.parts, lambda part, at: self.parts[part][at])


def is_laid(array: object) -> TypeGuard[jax.Array]:
    """Whether an array lies on a mesh of devices."""
    import jax

    return isinstance(array, jax.Array) and isinstance(array.sharding, jax.sharding.NamedSharding)


def is_cut(array: object) -> TypeGuard[jax.Array]:
    """Whether it lies there in parts."""
    return is_laid(array) and not array.is_fully_replicated


def is_on_mesh(model: keras.Model) -> bool:
    """Whether a model's weights lie on a mesh."""
    return any(is_laid(one.value) for one in model.weights)


def whole(shape: Iterable[int]) -> Bounds:
    """The bounds of all of an array."""
    return tuple((0, size) for size in shape)


def bounds_of(index: Iterable[slice], shape: Iterable[int]) -> Bounds:
    """Those of a part as JAX names it."""
    return tuple(one.indices(size)[:2] for one, size in zip(index, shape, strict=True))


def slices(bounds: Bounds) -> tuple[slice, ...]:
    """What a part is, as a subscript of the array."""
    return tuple(slice(*one) for one in bounds)


def own_parts(array: jax.Array) -> Iterator[tuple[Bounds, jax.Array]]:
    """The parts that this process tells of: each part of an array is one process's."""
    for shard in array.addressable_shards:
        if shard.replica_id == 0:
            yield bounds_of(shard.index, array.shape), shard.data


def held_parts(array: jax.Array) -> dict[Bounds, jax.Array]:
    """The parts that devices of this process have, each once."""
    parts: dict[Bounds, jax.Array] = {}
    for shard in array.addressable_shards:
        parts.setdefault(bounds_of(shard.index, array.shape), shard.data)
    return parts


def owners(array: jax.Array) -> dict[Bounds, int]:
    """The process of each part of an array, as `own_parts` has it there."""
    found: dict[Bounds, int] = {}
    for device, index in array.sharding.devices_indices_map(array.shape).items():
        assert index is not None  # noqa: S101 - of an array that lies somewhere
        found.setdefault(bounds_of(index, array.shape), device.process_index)
    return found


def lay_out(source: Source, sharding: jax.sharding.Sharding, dtype: np.dtype[Any]) -> jax.Array:
    """An array on devices, each of which is given its part alone.

    Args:
        source: The same in each process; each part is read once.
        sharding: How the array is to lie.
        dtype: That its numbers are to have.
    """
    import jax

    shape, devices = tuple(source.shape), dict[Bounds, list[jax.Device]]()
    for device, index in sharding.addressable_devices_indices_map(shape).items():
        assert index is not None  # noqa: S101 - of an array that lies somewhere
        devices.setdefault(bounds_of(index, shape), []).append(device)
    parts: list[jax.Array] = []
    for bounds, same in devices.items():
        values = read_part(source, bounds).astype(dtype, copy=False)
        parts += [jax.device_put(values, one, may_alias=False) for one in same]
    return jax.make_array_from_single_device_arrays(shape, sharding, parts, dtype=dtype)


def read_part(source: Source, bounds: Bounds) -> np.ndarray:
    """A part of an array, in the memory of the host."""
    import jax
    import numpy as np

    if isinstance(source, np.ndarray | jax.Array):
        return np.asarray(source)[slices(bounds)]
    return source.read(bounds)


def assemble(
    bounds: Bounds,
    dtype: np.dtype[Any],
    parts: Iterable[Bounds],
    read: Callable[[Bounds, tuple[slice, ...]], np.ndarray],
) -> np.ndarray:
    """A part of an array, from parts that it was cut into otherwise.

    Args:
        bounds: Of the part.
        dtype: Of its numbers.
        parts: All that the array was cut into.
        read: Gives of one of these what stands at a place in it.
    """
    import numpy as np

    made = np.empty([stop - start for start, stop in bounds], dtype)
    for part in parts:
        common = tuple(
            (max(one[0], other[0]), min(one[1], other[1]))
            for one, other in zip(part, bounds, strict=True)
        )
        if all(start < stop for start, stop in common):
            values = read(part, _within(common, part))
            if common == bounds:
                return values
            made[_within(common, bounds)] = values
    return made


def _within(bounds: Bounds, outer: Bounds) -> tuple[slice, ...]:
    """A part as a subscript of another one that it lies in."""
    pairs = zip(bounds, outer, strict=True)
    return tuple(slice(start - base, stop - base) for (start, stop), (base, _) in pairs)
