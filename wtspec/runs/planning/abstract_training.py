"""What a training keeps beside the weights, with no array made."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wtspec.model.costs.device_bytes import DeviceBytes
from wtspec.model.mesh.lay_out import Cut, lay_out_whole, part_bytes
from wtspec.program.program import Program
from wtspec.program.sizes import DataSizes, declared_model, input_shapes
from wtspec.runs.assemble import Assembly, lengths
from wtspec.train.length import Length

if TYPE_CHECKING:
    import keras

_MANY = 1_000_000
"""Updates of a training whose data are not read: schedules are made for some number of them."""


def compile_abstract(
    assembly: Assembly, model: keras.Model, cut: Cut | None, length: Length | None = None
) -> None:
    """Gives a model without arrays its groups, and where it is trained an optimizer with slots.

    Args:
        assembly: The spec as code.
        model: Its variables know how they lie, if there is a mesh.
        cut: Tells how arrays lie on it.
        length: Of the training, if it is known.
    """
    import jax

    settings = assembly.checked.program.settings
    many = Length(settings.batch_size, _MANY * settings.batch_size, _MANY, _MANY)
    assembly.compile(model, lengths(length or many))
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None:
        with assembly.locating(), _valueless():
            jax.eval_shape(lambda: optimizer.build(model.trainable_variables))
        if cut is not None:
            lay_out_whole(optimizer.variables, cut)


def held_by_training(
    program: Program, model: keras.Model, weights: int, sizes: DataSizes, parts: int
) -> DeviceBytes:
    """What each device holds of a training.

    Args:
        program: What is trained.
        model: As `compile_abstract` leaves it.
        weights: What it has of the weights, in bytes.
        sizes: What the data settle.
        parts: Among how many devices a batch is divided.
    """
    training, trained = program.training, model.trainable_variables
    if training is None:
        return DeviceBytes(weights)
    gradients = sum(map(part_bytes, trained))
    if training.accumulate > 1:  # their sums are kept in 32 bits
        gradients += sum(part_bytes(one, at_least=4) for one in trained)
    optimizer = sum(map(part_bytes, model.optimizer.variables))
    rows, rest = divmod(program.settings.batch_size, parts)
    if rest:  # then each device takes the whole batch
        rows = program.settings.batch_size
    return DeviceBytes(weights, gradients, optimizer, rows, _inputs(program, sizes, rows))


def _inputs(program: Program, sizes: DataSizes, rows: int) -> int | None:
    """What so many rows of all inputs take; None where a size is not known."""
    import jax.numpy as jnp

    total = 0
    dtypes = {one.name: one.dtype or "float32" for one in declared_model(program).inputs}
    for name, (_, *shape) in input_shapes(program, sizes.shapes).items():
        known = [size for size in shape if size is not None]
        if len(known) < len(shape):
            return None
        total += rows * math.prod(known) * jnp.dtype(dtypes[name]).itemsize
    return total


@contextmanager
def _valueless() -> Iterator[None]:
    """Variables that Keras makes within it have a shape, and no value."""
    import keras

    kind: Any = keras.Variable
    before = kind._initialize_with_initializer, kind._direct_assign  # noqa: SLF001 - nothing public does it
    kind._initialize_with_initializer = lambda self, initializer: None  # noqa: SLF001, ARG005
    kind._direct_assign = lambda self, value: setattr(self, "_value", value)  # noqa: SLF001
    try:
        yield
    finally:
        kind._initialize_with_initializer, kind._direct_assign = before  # noqa: SLF001
