"""What a model gives for rows, told by a trace of its call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtspec.data.rows import Arrays
from wtspec.model.masks import tracing

if TYPE_CHECKING:
    import keras


def trace_outputs(model: keras.Model, inputs: Arrays) -> Any:  # noqa: ANN401 - as the model returns it
    """The outputs without their numbers, for any count of such rows."""
    import keras

    specs = keras.tree.map_structure(
        lambda array: keras.KerasTensor((None, *array.shape[1:]), array.dtype.name), inputs
    )
    with tracing():
        return model.compute_output_spec(specs)
