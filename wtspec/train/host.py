"""Arrays in the memory of the host."""

from __future__ import annotations

from typing import TypeVar

import jax

Tree = TypeVar("Tree")


def on_host(arrays: Tree, *, copied: bool = False) -> Tree:
    """A tree of arrays as JAX keeps them on a CPU; as NumPy does, where it may use none.

    Args:
        arrays: Of JAX or NumPy.
        copied: Whether those that lie there already are copied as well.
    """
    try:
        cpu = jax.local_devices(backend="cpu")[0]
    except RuntimeError:  # `JAX_PLATFORMS` names others alone
        return jax.device_get(arrays)
    return jax.device_put(arrays, cpu, may_alias=False if copied else None)
