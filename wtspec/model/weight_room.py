"""Names the weight for which there is no memory."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wtspec.errors.memory import NoMemoryError, memory_for
from wtspec.model.memory import room_bytes
from wtspec.model.paths import path_of

if TYPE_CHECKING:
    import keras


class WeightRoom:
    """The memory of a device that a model's weights take as they are made, one after the other."""

    def __init__(self, devices: int = 1) -> None:
        """Knows how much there is.

        Args:
            devices: How many of this process's are in use.
        """
        self._devices = devices
        self._taken = 0
        self._room = room_bytes(devices)

    @contextmanager
    def for_weight(self, weight: keras.Variable) -> Iterator[None]:
        """Round what makes a weight.

        JAX makes it later, and where it then fails, nobody would know which weight it is; of more
        than 63 bits of bytes, XLA ends the process. So what can't be is not begun.

        Raises:
            NoMemoryError: There is no memory for it.
        """
        taken = _bytes_by_device(weight)
        if self._room is not None and self._taken + taken > self._room:
            self._room = self._look_again()
        self._taken += taken
        if self._room is not None and self._taken > self._room:
            help = f"there is room for {self._room:,} bytes of weights; make some smaller"
            raise no_room(weight, help)
        with memory_for(lambda _: no_room(weight)):
            yield

    def _look_again(self) -> int | None:
        """The room, once the memory of models that are no longer in use is free."""
        gc.collect()
        room = room_bytes(self._devices)
        return None if room is None else room + self._taken


def no_room(weight: keras.Variable, help: str | None = None) -> NoMemoryError:
    """That there is no memory for a weight."""
    sizes = ", ".join(map(str, weight.shape))
    return NoMemoryError(
        f"the weight `{name_of(weight)}`",
        f"{bytes_of(weight):,} bytes",
        received=f"{weight.dtype} [{sizes}]",
        help=help or "smaller sizes, or `precision: bfloat16`, which halves them",
    )


def bytes_of(variable: keras.Variable) -> int:
    """What a variable's value takes."""
    import jax.numpy as jnp

    return math.prod(variable.shape) * jnp.dtype(variable.dtype).itemsize


def _bytes_by_device(variable: keras.Variable) -> int:
    """What one device has of a variable that knows how it lies."""
    import jax.numpy as jnp

    layout: Any = variable._layout  # noqa: SLF001 - of a value that is not there yet
    if layout is None:
        return bytes_of(variable)
    part = layout.backend_layout.shard_shape(tuple(variable.shape))
    return math.prod(part) * jnp.dtype(variable.dtype).itemsize


def name_of(weight: keras.Variable) -> str:
    """What tables and files call a weight."""
    return path_of(weight.path, weight.path.partition("/")[0]) or weight.path
