"""Copies of what devices have, in the memory of the host."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from wtspec.model.mesh.parts import HeldParts, held_parts, owners

if TYPE_CHECKING:
    import jax

Name = TypeVar("Name", bound=Hashable)


def hold(array: jax.Array, *, copied: bool = False) -> HeldParts:
    """An array in the memory of the host, part by part.

    Args:
        array: On a mesh, or on one device.
        copied: Whether parts that lie there already are copied as well.
    """
    import numpy as np

    parts = brought(held_parts(array), copied=copied)
    views = {bounds: np.asarray(one) for bounds, one in parts.items()}
    return HeldParts(tuple(array.shape), np.dtype(array.dtype), views, owners(array))


def brought(arrays: Mapping[Name, Any], *, copied: bool = False) -> dict[Name, Any]:
    """Arrays as JAX keeps them on a CPU; as NumPy does, where it may use none.

    Args:
        arrays: Each on one device.
        copied: Whether those that lie there already are copied as well.
    """
    import jax

    try:
        cpu = jax.local_devices(backend="cpu")[0]
    except RuntimeError:  # `JAX_PLATFORMS` names others alone
        return jax.device_get(dict(arrays))
    return jax.device_put(dict(arrays), cpu, may_alias=False if copied else None)
