"""What a layer's `build` takes, and which axes it looks at."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.catalog import facts
from wtspec.catalog.facts import Build
from wtspec.program.declared import Layer, Use, Value
from wtspec.program.masks import is_told
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.values import Abstract, Tensor
from wtspec.shapes.given import NONE
from wtspec.shapes.inference import Inference
from wtspec.shapes.recorded import Built


def _build(layer: Value) -> Build | None:
    """What the `build` of one of Keras's layers looks at, as far as that is known."""
    if not isinstance(layer, Use) or isinstance(layer.component, str):
        return None
    return facts(layer.component.name).build


def needs_build(layer: Value) -> bool:
    """Whether a sublayer is left without something if only its first call builds it."""
    return _build(layer) not in ("nothing", "late")


def is_built_late(layer: Value) -> bool:
    """Whether a sublayer counts as unbuilt until it is called, though it makes nothing then."""
    return _build(layer) == "late"


def looks_at_last_axis(layer: Value) -> bool | None:
    """Whether `build` looks at the last axis and no other; None where it looks at none."""
    if not isinstance(layer, Use):
        return False
    given = dict(layer.arguments)
    match _build(layer):
        case "size":
            return None
        case "last":
            return "data_format" not in given
        case "axis":
            return "axis" not in given
        case "any" if layer.name == "Bidirectional" and "backward_layer" not in given:
            return looks_at_last_axis(given["layer"])
        case _:
            return False


def built_with(
    run: Inference, layer: Value, positional: tuple[Abstract, ...], keywords: Mapping[str, Abstract]
) -> Built | None:
    """The shapes for a layer's `build`, from the arguments of its first call."""
    if not isinstance(layer, Use):
        return None
    if isinstance(layer.component, str):
        declared = run.layers.get(layer.component)
        return _declared(declared, positional, keywords) if declared is not None else None
    names = [parameter.name for parameter in layer.component.call]
    given = {**dict(zip(names, positional, strict=False)), **keywords}
    match _build(layer):
        case "size" | "last" | "axis" | "any":
            return _shapes([given.get(names[0])])
        case "attention":
            key = [given["key"]] if given.get("key", NONE) != NONE else []
            return _shapes([given.get("query"), given.get("value"), *key])
        case _:
            return None


def takes_optional(run: Inference, layer: Value) -> bool:
    """Whether what a layer is built for depends on which of its inputs a call gives."""
    declared = run.layers.get(layer.name) if isinstance(layer, Use) else None
    if declared is None or not isinstance(layer, Use) or not isinstance(layer.component, str):
        return False
    return any(one.optional and is_told(one) for one in declared.inputs)


def _declared(
    layer: Layer, positional: tuple[Abstract, ...], keywords: Mapping[str, Abstract]
) -> Built | None:
    if layer.states or not layer.inputs:
        return None
    given = {
        **dict(zip((one.name for one in layer.inputs), positional, strict=False)),
        **keywords,
    }
    inputs = [one for one in layer.inputs if is_told(one)]
    values = [given.get(one.name, NONE if one.optional else None) for one in inputs]
    while values and values[-1] == NONE:
        values.pop()
    return _shapes(values)


def _shapes(values: list[Abstract]) -> Built | None:
    shapes: list[Shape | None] = []
    for value in values:
        if value == NONE:
            shapes.append(None)
            continue
        if not isinstance(value, Tensor) or value.shape is None:
            return None
        shapes.append(value.shape)
    return tuple(shapes)
