"""What a model gives for rows, and the loss of each: one compiled pass, without gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import keras
import numpy as np
from keras.src.backend import get_keras_mask

from wtspec.data.rows import Rows, by_name
from wtspec.program.answers.answer import answer
from wtspec.program.program import Program
from wtspec.runs.outcomes.pair_targets import paired
from wtspec.train.state import shape_state, take_state

if TYPE_CHECKING:
    from wtspec.train.compiler import Compiler


class Looked(NamedTuple):
    """What a model gives for rows, of one output.

    Attributes:
        predicted: The likeliest classes, where the last axis of the output has one entry for each;
            else the output as it is.
        certainty: The probability of these classes; None where there are none.
        classes: How many there are, once for each row; likewise.
        losses: Of the rows, or of their positions; None where the loss tells of no row by itself.
        masks: Which positions count, of each that says so.
    """

    predicted: Any
    certainty: Any
    classes: Any
    losses: Any
    masks: tuple[Any, ...]


class Loss(NamedTuple):
    """Of an output: by row, and which positions it passes over."""

    values: Any
    mask: Any


Look = Callable[[Rows], dict[str, Looked]]
Tensors = Any
"""A tensor while a program is traced, or several by name."""


def make_look(
    program: Program, model: keras.Model, compiler: Compiler, example: Rows, size: int
) -> Look:
    """A function that looks at rows, so many at once, with the weights that the model has then.

    Its program is compiled meanwhile.

    Args:
        program: What is trained.
        model: Compiled, and its losses are built.
        compiler: Of the training's other programs.
        example: A row at least.
        size: Fewer rows are filled up: there is one program.
    """

    def look(
        nothing: tuple[()],
        trainable: list[Any],
        others: list[Any],
        inputs: Tensors,
        targets: Tensors,
    ) -> tuple[tuple[()], dict[str, Looked]]:
        given = model.stateless_call(trainable, others, inputs, training=False)[0]
        outputs = by_name(given)
        wanted = paired(targets, outputs)
        losses = _losses(model, outputs, wanted)
        return nothing, {
            name: _looked(program, name, outputs[name], losses.get(name))
            for name in wanted
            if name in outputs and outputs[name].shape[:1] == (size,)
        }

    def given(rows: Rows) -> tuple[Any, ...]:
        arrays = (rows.inputs, rows.targets)
        return jax.tree.map(lambda array: _filled(array, size), arrays)

    first = example.each(lambda array: array[:1])
    nothing = ()  # what a compiled step would give the memory of
    shapes = shape_state(model)
    weights = (shapes.trainable, shapes.non_trainable)
    run = compiler.start(compiler.trace(look, nothing, *weights, *given(first)))  # pyright: ignore[reportArgumentType]

    def looked(rows: Rows) -> dict[str, Looked]:
        state = take_state(model)
        weights = (state.trainable, state.non_trainable)
        _, found = jax.device_get(run(nothing, *weights, *given(rows)))
        return jax.tree.map(lambda array: np.asarray(array)[: rows.at_hand], found)

    return looked


def _filled(array: np.ndarray, size: int) -> np.ndarray:
    """As JAX keeps it, so many rows: the last one is there again and again."""
    narrow = array.astype(jax.dtypes.canonicalize_dtype(array.dtype), copy=False)
    if len(array) == size:
        return narrow
    return np.concatenate([narrow, np.repeat(narrow[-1:], size - len(array), axis=0)])


def _looked(program: Program, name: str, output: Tensors, loss: Loss | None) -> Looked:
    both = (get_keras_mask(output), None if loss is None else loss.mask)
    masks = tuple(one for one in both if one is not None)
    losses = None if loss is None else loss.values
    told = answer(program, name)
    wide = output.astype("float32") if jnp.issubdtype(output.dtype, jnp.floating) else output
    if told is None or told.kind != "classes" or output.ndim < 2:
        return Looked(wide, None, None, losses, masks)
    highest = jnp.max(wide, axis=-1)
    certainty = highest
    if told.from_logits:
        certainty = 1 / jnp.sum(jnp.exp(wide - highest[..., None]), axis=-1)
    labels = jnp.argmax(wide, axis=-1).astype("int32")
    classes = jnp.full(len(output), output.shape[-1], "int32")
    return Looked(labels, certainty, classes, losses, masks)


def _losses(
    model: keras.Model, outputs: Mapping[str, Any], targets: Mapping[str, Any]
) -> dict[str, Loss]:
    """The loss of each row, by output; none of what takes rows together."""
    found: dict[str, Loss] = {}
    for path, loss, _, _ in model._compile_loss._flat_losses:  # noqa: SLF001 - as Keras resolved them
        name = path[0] if path else ""
        if name not in outputs or name not in targets:
            continue
        true: Tensors = keras.ops.convert_to_tensor(targets[name], loss.dtype)
        given: Tensors = keras.ops.convert_to_tensor(outputs[name], loss.dtype)
        values = loss.call(true, given)
        if values.ndim == 0 and given.ndim == 1:  # Keras's own take the mean of the last axis
            values = loss.call(true.reshape(-1, 1), given.reshape(-1, 1))
        if values.shape[:1] == given.shape[:1]:
            found[name] = Loss(values, get_keras_mask(values))
    return found
