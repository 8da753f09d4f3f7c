"""The weights of layers in a layer, as far as the spec tells: their paths, whether they train."""

from __future__ import annotations

import re

from wtspec.catalog import Component, has
from wtspec.language import Expression
from wtspec.program.declared import Layer, Sublayer, Use, Value
from wtspec.program.trains import trains
from wtspec.resolve.context import Context


def has_weight(context: Context, layer: Value, path: str) -> bool | None:
    """Whether a layer has a weight of some path within it; None where that is not known."""
    found = context.class_of(layer)
    if isinstance(found, Component):
        certain = found.variables and "/" not in path and not has(found.name, "renames_weights")
        return path in found.variables if certain else None
    if found is None or found.incomplete or not isinstance(layer, Use):
        return None
    return _within(context, found, layer, path)


_STATISTICS = re.compile(r"(moving|renorm|adapt)_\w+|count|vector_u|(real|imag)_kernel")
"""Attributes of Keras's layers that hold weights which no optimizer updates."""
_TRAINED = re.compile(r"((recurrent|depthwise|pointwise)_)?kernel|bias|gamma|beta|embeddings")


def trains_within(context: Context, layer: Value, name: str) -> bool | None:
    """Whether the optimizer updates a weight of a layer; None where that is not known."""
    found = context.class_of(layer)
    if isinstance(found, Component):
        return _STATISTICS.fullmatch(name) is None if name in found.variables else None
    own = found.weights if found is not None else ()
    weight = next((one for one in own if one.name == name), None)
    return None if weight is None or isinstance(weight.trainable, Expression) else trains(weight)


def usually_trains(name: str) -> bool:
    """Whether the weight of that name trains in all layers that one would think of."""
    return _TRAINED.fullmatch(name) is not None


def _within(context: Context, declared: Layer, use: Use, path: str) -> bool | None:
    first, _, rest = path.partition("/")
    if any(weight.name == path for weight in declared.weights):
        return True
    for sublayer in declared.sublayers:
        if sublayer.path_name == first:
            return _in_sublayer(context, sublayer, rest)
    wrapped = [value for name, value in use.arguments if name in use.wraps]
    found = [has_weight(context, value, path) for value in wrapped]
    return None if None in found else any(found)


def _in_sublayer(context: Context, sublayer: Sublayer, path: str) -> bool | None:
    if sublayer.repeat is not None:
        index, _, path = path.partition("/")
        if not index.isdigit():
            return False
    return has_weight(context, sublayer.layer, path) if path else False
