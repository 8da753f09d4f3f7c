"""Says initializers as a spec writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wtspec.model.generated import Generated
from wtspec.model.paths import own_weights, path_of
from wtspec.model.stacks import ModelWeight, View, WeightSlice, identity, walk
from wtspec.program.as_written import initializer_as_written
from wtspec.program.declared import Layer, Weight

if TYPE_CHECKING:
    import keras


def initializers(code: Generated, model: keras.Model) -> dict[tuple[int, ...], str]:
    """Initializers as the file writes them, by the identity of each declared weight.

    They stand in the order of the file, layer by layer.
    """
    written: dict[tuple[int, ...], str] = {}
    for weight, variable in declared_weights(code, model):
        written[identity(variable)] = initializer_as_written(weight)
    return written


def declared_weights(code: Generated, model: keras.Model) -> Iterator[tuple[Weight, ModelWeight]]:
    """Each weight of the model that the file declares, with its declaration."""
    names = code.names.classes
    declared = {names[layer.name]: layer for layer in code.program.with_model}
    for layer, view in walk(model):
        if type(layer).__module__.startswith("wtspec_") and type(layer).__name__ in declared:
            yield from _of_layer(declared[type(layer).__name__], layer, view, model.name)


def default_initializer(weight: ModelWeight) -> str:
    """The initializer that a Keras layer gave a weight, by the name that specs use."""
    variable: Any = weight.made if isinstance(weight, WeightSlice) else weight
    waiting = variable._initializer  # noqa: SLF001 - of a weight that has no value yet
    name = type(waiting).__name__ if waiting is not None else getattr(variable, "made_by", "")
    return "" if name == "function" else _snake_case(name)


def _of_layer(
    declared: Layer, layer: keras.layers.Layer, view: View, model: str
) -> Iterator[tuple[Weight, ModelWeight]]:
    own = own_weights(layer)
    named = {(path_of(one.path, model) or "").rpartition("/")[2]: one for one in own}
    for weight in declared.weights:
        if weight.name in named:
            yield weight, view(named[weight.name])


def _snake_case(name: str) -> str:
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return parts.lower()
