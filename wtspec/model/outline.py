"""A model as a tree of layers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtspec.model.generated import Generated
from wtspec.model.paths import own_weights, path_of
from wtspec.model.stacks import View, identity, inside, itself, walk

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class LayerOutline:
    """A layer with the layers in it.

    Attributes:
        name: Its name in its parent, `blocks/0` for one of several.
        kind: The layer's class, as the file names it.
        shape: What it puts out for the shape that it was built for, None for a dynamic size;
            None where telling it takes a trace.
        parameters: In all weights of the layer and of those in it.
        inner: The layers in it.
    """

    name: str
    kind: str
    shape: tuple[int | None, ...] | None
    parameters: int
    inner: tuple[LayerOutline, ...]


def outline(code: Generated, model: keras.Model) -> LayerOutline:
    """The model and the layers in it, each where it is first found."""
    names = code.names.classes
    kinds = {python: name for name, python in names.items()}
    traced = {names[one.name] for one in code.program.layers if one.bound_returns is None}
    traced.add(type(model).__name__)
    return _branch((model.name, model, itself), kinds, traced, set())


def _branch(
    inner_layer: tuple[str, Any, View],
    kinds: dict[str, str],
    traced: set[str],
    seen: set[tuple[int, View]],
) -> LayerOutline:
    name, layer, view = inner_layer
    seen.add((id(layer), view))
    kind = type(layer).__name__
    if kind == "Rematerialized" and _is_generated(layer):
        return _branch((name, layer.layer, view), kinds, traced, seen)
    inner = tuple(
        _branch(one, kinds, traced, seen)
        for one in inside(layer, view)
        if (id(one[1]), one[2]) not in seen and not _only_masks(one[1])
    )
    return LayerOutline(
        name=name.strip("()").replace(".", "/"),
        kind=kinds.get(kind) or kind,
        shape=None if kind in traced and _is_generated(layer) else _output_shape(layer),
        parameters=_count(layer),
        inner=inner,
    )


def _count(layer: keras.layers.Layer) -> int:
    own = (view(one) for inner, view in walk(layer) for one in own_weights(inner))
    kept = {identity(one): one for one in own if path_of(one.path, "") is not None}
    return sum(math.prod(one.shape) for one in kept.values())


def _is_generated(layer: keras.layers.Layer) -> bool:
    return type(layer).__module__.startswith("wtspec_")


def _only_masks(layer: keras.layers.Layer) -> bool:
    return type(layer).__name__ == "Masked" and _is_generated(layer)


def _output_shape(layer: keras.layers.Layer) -> tuple[int | None, ...] | None:
    """Some of Keras's layers know their output only once they are called."""
    given: dict[str, Any] | None = layer._build_shapes_dict  # noqa: SLF001 - what `build` was given
    if not given:
        return None
    try:
        shape = layer.compute_output_shape(*given.values())
    except (NotImplementedError, TypeError, ValueError, AttributeError):
        return None
    if not isinstance(shape, tuple) or any(isinstance(size, tuple | list) for size in shape):
        return None
    return tuple(size if isinstance(size, int) else None for size in shape)
