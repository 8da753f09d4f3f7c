"""Which layers may draw random numbers."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.program.declared import Items, Layer, Use, Value

Find = Callable[[str], Layer | None]
"""Gives a declared layer by its name."""


def may_draw(layer: Layer, find: Find) -> bool:
    """Whether a declared layer, or one in it, may draw random numbers when it is called."""
    return _draws(layer, find, set())


def value_may_draw(layer: Value, find: Find) -> bool:
    """The same of a component; of one that is not known, it may."""
    return _value_draws(layer, find, set())


def _draws(layer: Layer, find: Find, seen: set[str]) -> bool:
    return (
        layer.facts.uses_random
        or bool(layer.wraps)
        or any(_value_draws(one.layer, find, seen) for one in layer.sublayers)
    )


def _value_draws(layer: Value, find: Find, seen: set[str]) -> bool:
    """The same; each declared layer is looked at once, as each level may hold two of the next."""
    if isinstance(layer, Items):
        return any(_value_draws(one, find, seen) for one in layer.items)
    if not isinstance(layer, Use):
        return True
    if not isinstance(layer.component, str):
        if layer.component.parameter("seed") is not None:
            return True
        inner = (one for _, one in layer.arguments if isinstance(one, Use | Items))
        return any(_is_layer(one) and _value_draws(one, find, seen) for one in inner)
    if layer.component in seen:
        return False  # it would have been found
    seen.add(layer.component)
    declared = find(layer.component)
    return declared is not None and _draws(declared, find, seen)


def _is_layer(value: Value) -> bool:
    if isinstance(value, Items):
        return any(_is_layer(one) for one in value.items)
    return isinstance(value, Use) and (
        isinstance(value.component, str) or value.component.kind == "layer"
    )
