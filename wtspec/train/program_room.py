"""Refuses programs that no memory holds, where XLA or the system would end the process."""

from __future__ import annotations

import math

import jax
from jax.extend.core import Jaxpr

from wtspec.cpu import equations
from wtspec.model.memory import room_bytes

_MOST_BYTES = 2**63 - 1


def check_sizes(jaxpr: Jaxpr) -> None:
    """Looks for a tensor whose size in bytes XLA can't count.

    Raises:
        MemoryError: There is one.
    """
    for equation in equations(jaxpr):
        for result in equation.outvars:
            size = _bytes(result.aval)
            if size > _MOST_BYTES:
                raise MemoryError(f"allocating {size} bytes")


def check_room(program: jax.stages.Compiled, devices: int = 1) -> None:
    """Looks at what a program takes of a device besides its arguments.

    Args:
        program: Compiled.
        devices: How many of this process's it runs on.

    Raises:
        MemoryError: It is more than there is.
    """
    sizes, room = program.memory_analysis(), room_bytes(devices)
    if sizes is not None and room is not None and sizes.temp_size_in_bytes > room:
        raise MemoryError(f"allocating {sizes.temp_size_in_bytes} bytes, of {room} that are free")


def _bytes(value: object) -> int:
    """What a tensor takes; a random key, and what is no tensor, counts as nothing."""
    itemsize = getattr(getattr(value, "dtype", None), "itemsize", 0)
    return math.prod(getattr(value, "shape", ())) * itemsize
