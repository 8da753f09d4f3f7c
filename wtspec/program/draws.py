"""Which layers may draw random numbers."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.program.declared import Items, Layer, Use, Value

Find = Callable[[str], Layer | None]
"""Gives a declared layer by its name."""


def may_draw(layer: Layer, find: Find) -> bool:
    """Whether a declared layer, or one in it, may draw random numbers when it is called."""
    return (
        layer.facts.uses_random
        or bool(layer.wraps)
        or any(value_may_draw(one.layer, find) for one in layer.sublayers)
    )


def value_may_draw(layer: Value, find: Find) -> bool:
    """The same of a component; of one that is not known, it may."""
    if isinstance(layer, Items):
        return any(value_may_draw(one, find) for one in layer.items)
    if not isinstance(layer, Use):
        return True
    if not isinstance(layer.component, str):
        if layer.component.parameter("seed") is not None:
            return True
        inner = (one for _, one in layer.arguments if isinstance(one, Use | Items))
        return any(_is_layer(one) and value_may_draw(one, find) for one in inner)
    declared = find(layer.component)
    return declared is not None and may_draw(declared, find)


def _is_layer(value: Value) -> bool:
    if isinstance(value, Items):
        return any(_is_layer(one) for one in value.items)
    return isinstance(value, Use) and (
        isinstance(value.component, str) or value.component.kind == "layer"
    )
