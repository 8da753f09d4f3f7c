"""How the variables of a model without arrays lie."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtspec.model.generated import Generated
from wtspec.model.mesh.weight_axes import variable_axes, weight_axes
from wtspec.model.paths import weights

if TYPE_CHECKING:
    import keras
    from jax.sharding import NamedSharding

Cut = Callable[..., "NamedSharding"]
"""Tells how an array lies whose dims are cut along axes, as `Mesh.cut` does."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What Keras's own layouts are asked for, without devices.

    Attributes:
        backend_layout: As JAX has it.
    """

    backend_layout: NamedSharding


def lay_out(code: Generated, model: keras.Model, cut: Cut) -> None:
    """Has each variable of a model without arrays know how its value would lie.

    What the optimizer keeps of a weight is made later, and lies as the weight does.
    """
    by_path = weights(model)
    axes = variable_axes(by_path, weight_axes(code, model))
    for variable in model.variables:
        made: Any = variable
        made._layout = Laid(cut(*axes.get(variable.path, ())))  # noqa: SLF001 - as a distribution would


def lay_out_whole(variables: Iterable[keras.Variable], cut: Cut) -> None:
    """Has those that do not know yet how they would lie be whole on each device."""
    for variable in variables:
        made: Any = variable
        if made._layout is None:  # noqa: SLF001
            made._layout = Laid(cut())  # noqa: SLF001


def part_bytes(variable: keras.Variable, at_least: int = 1) -> int:
    """What each device has of a variable, in bytes.

    Args:
        variable: One that `lay_out` has laid, or one of a single device.
        at_least: What a number takes, if its dtype is smaller.
    """
    import jax.numpy as jnp

    laid: Any = getattr(variable, "_layout", None)
    shape = tuple(variable.shape)
    part = shape if laid is None else laid.backend_layout.shard_shape(shape)
    return math.prod(part) * max(at_least, jnp.dtype(variable.dtype).itemsize)
