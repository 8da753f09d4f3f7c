"""Keras's masks: who is given one, and by what name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wtspec.language import Expression
from wtspec.program.bound import Reference
from wtspec.program.declared import Input, Items, Layer, Use, Value
from wtspec.program.walk import expressions


def is_mask(one: Input) -> bool:
    """Whether an input is given the mask that Keras hands from layer to layer."""
    return one.optional and (one.name == "mask" or one.name.endswith("_mask"))


def is_told(one: Input) -> bool:
    """Whether Keras tells `build` the shape of an input: of no argument `mask`, whatever it is."""
    return one.name != "mask" and not is_mask(one)


def tensors(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """The inputs that a caller gives, which may bear masks."""
    return tuple(one for one in inputs if not is_mask(one))


def mask_names(inputs: Iterable[Input]) -> dict[str, str]:
    """The names by which formulas know masks, each with the input that bears the mask."""
    several = tensors(inputs)
    names = {f"{one.name}_mask": one.name for one in several}
    return names if len(several) != 1 else {"mask": several[0].name, **names}


def masks_read(layer: Layer) -> tuple[str, ...]:
    """The masks that a layer's formula for its own mask reads, by name."""
    if not isinstance(layer.mask, Expression):
        return ()
    names = {} if layer.is_model else mask_names(layer.inputs)
    read = [one.name for one in expressions(layer.mask) if isinstance(one, Reference)]
    return tuple(name for name in dict.fromkeys(read) if name in names)


def uses_mask(layer: Value, layers: Mapping[str, Layer]) -> bool:
    """Whether a layer looks at the mask of what it is called on, or one in it does."""
    return _uses_mask(layer, layers, set())


def mask_used_within(layer: Layer, layers: Mapping[str, Layer]) -> bool:
    """Whether a declared layer has a mask for input, or a sublayer that uses one."""
    return _holds(layer, layers, set())


def _uses_mask(layer: Value, layers: Mapping[str, Layer], seen: set[str]) -> bool:
    """The same; each declared layer is looked at once, as each level may hold two of the next."""
    if isinstance(layer, Items):
        return any(_uses_mask(one, layers, seen) for one in layer.items)
    if not isinstance(layer, Use):
        return False
    if not isinstance(layer.component, str):
        if layer.name == "TimeDistributed":  # it hands the mask on
            return any(_uses_mask(one, layers, seen) for _, one in layer.arguments)
        names = (parameter.name for parameter in layer.component.call)
        return any(name == "mask" or name.endswith("_mask") for name in names)
    if layer.component in seen:
        return False  # it would have been found
    seen.add(layer.component)
    declared = layers.get(layer.component)
    return declared is not None and _holds(declared, layers, seen)


def _holds(layer: Layer, layers: Mapping[str, Layer], seen: set[str]) -> bool:
    return any(one.name == "mask" or is_mask(one) for one in layer.inputs) or any(
        _uses_mask(one.layer, layers, seen) for one in layer.sublayers
    )
