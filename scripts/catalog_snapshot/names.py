"""Names that stand alone: activations, and the attributes that Keras's objects already have."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from scripts.catalog_snapshot.functions import HOUSEKEEPING

_NEEDING_ARGUMENTS = ("threshold",)
_CELL_ATTRIBUTES = ("get_initial_state", "output_size", "state_size")


def activation_names() -> list[str]:
    """The names that an `activation` argument takes."""
    public = {name for name in vars(keras.activations) if not name.startswith("_")}
    return sorted(public - {*HOUSEKEEPING, *_NEEDING_ARGUMENTS})


def reserved_attributes() -> list[str]:
    """Attributes of models and layers that a generated class must leave alone."""
    model = _trained_model()
    cell = keras.layers.StackedRNNCells([keras.layers.SimpleRNNCell(1)])
    layer_own = set(dir(keras.layers.Layer())) | set(_CELL_ATTRIBUTES) & set(dir(cell))
    return sorted(name for name in {*dir(model), *layer_own} if not name.startswith("__"))


def _trained_model() -> keras.Model:
    """A subclassed model after `fit`, which sets attributes that `__init__` does not."""

    class Sample(keras.Model):
        def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
            return inputs

    model = Sample()
    model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
    sample = np.zeros((1, 1), "float32")
    silent: Any = 0  # Keras's default makes type checkers expect a string
    model.fit(sample, sample, validation_data=(sample, sample), verbose=silent)
    model.predict(sample, verbose=silent)
    return model
