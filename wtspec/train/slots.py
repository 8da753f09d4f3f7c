"""What an optimizer keeps of each weight, before the first step."""

from __future__ import annotations

from collections.abc import Callable

import jax
import keras
from jax.extend.core import jaxpr_as_fun

from wtspec.model.mesh.mesh import placed
from wtspec.train.compiler import Compiler
from wtspec.train.memory import memory_for_slots
from wtspec.train.state import lies


def begin_slots(compiler: Compiler, model: keras.Model) -> Callable[[], None]:
    """Makes the optimizer's variables, of which only the shapes are known at first.

    Keras would compile a program for each shape, one after the other. Here all are made by one,
    which is compiled while the training step is traced.

    Returns:
        What gives the variables their values.
    """
    optimizer = model.optimizer
    assert optimizer is not None  # noqa: S101 - a compiled model has one
    if isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        # It builds the optimizer within it where Keras looks for no variables: one that is Nadam's
        # alone is in none of its lists, and keeps its first value, in `fit` as here.
        with memory_for_slots(model), placed(compiler.mesh):
            optimizer.build(model.trainable_variables)
        return lambda: None

    def make() -> list[jax.Array]:
        optimizer.build(model.trainable_variables)
        return [variable.value for variable in optimizer.variables]

    with placed(compiler.mesh):
        traced = jax.jit(make).trace()
    if compiler.mesh is not None:  # only now it is known what there is, and so how it lies
        where = [lies(variable) for variable in optimizer.variables]
        traced = jax.jit(jaxpr_as_fun(traced.jaxpr), out_shardings=where).trace()
    made = compiler.start(traced)

    def fill() -> None:
        with memory_for_slots(model):
            for variable, value in zip(optimizer.variables, made(), strict=True):
                variable.assign(value)
            jax.block_until_ready([variable.value for variable in optimizer.variables])

    return fill
