"""Draws the layers that are called, and what Keras's own layers hold."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.graph.draft import Draft
from wtspec.graph.graph import GraphNode
from wtspec.graph.held import held_layers
from wtspec.graph.scene import Called, Later, Picture, Region, Scene
from wtspec.graph.text import cut, first_line, shape_text
from wtspec.graph.weights import declared_weights
from wtspec.graph.wires import Wire
from wtspec.program.as_written import arguments_as_written, as_written, formula_as_written
from wtspec.program.declared import Layer, Sublayer, Use
from wtspec.shapes.algebra.show import show_size
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Frame,
    GivenLayer,
    Perhaps,
    Tensor,
    size_of,
)
from wtspec.shapes.declarations import argument, declared_shape
from wtspec.shapes.inference import Inference, TooLongError
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.outermost import outermost
from wtspec.shapes.use import enter


class Drawn(Struct, frozen=True):
    """A layer that gets a node.

    Attributes:
        given: Its component; None where whoever makes the layer says which.
        value: What it gives.
        positional: What it is called with; `keywords` likewise.
    """

    title: str
    path: str
    given: GivenLayer | None
    unknown: str
    value: Abstract
    positional: tuple[Abstract, ...] = ()
    keywords: Mapping[str, Abstract] = {}
    repeat: str = ""


def draw_layer(
    scene: Scene,
    region: Region,
    one: Called,
    value: Abstract,
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Wire:
    """A node for a call; who draws it leads the arguments there."""
    layer = one.layer
    drawn = Drawn(
        title=layer.name if one.position is None else f"{layer.name}[{one.position}]",
        path=f"{scene.path}/{_own_path(one)}".lstrip("/"),
        given=_given(scene, one),
        unknown=as_written(layer.layer) if isinstance(layer, Sublayer) else "",
        value=value,
        positional=positional,
        keywords=keywords,
        repeat=_repeat(scene, one),
    )
    if isinstance(layer, Sublayer) and not layer.trainable:
        scene.picture.frozen.add(drawn.path)
    node = _draw(scene.picture, region.draft, drawn)
    return Wire(node, value)


def _own_path(one: Called) -> str:
    if not isinstance(one.layer, Sublayer):
        return f"({one.layer.name})"
    if one.layer.repeat is None:
        return one.layer.path_name
    return f"{one.layer.path_name}/{'*' if one.position is None else one.position}"


def _given(scene: Scene, one: Called) -> GivenLayer | None:
    if not isinstance(one.layer, Sublayer):
        return scene.frame.wrapped.get(one.layer.name)
    index = None if one.layer.repeat is None else one.position or 0
    given = argument(scene.picture.observer.run, scene.frame.at(index), one.layer.layer)
    return given if isinstance(given, GivenLayer) else None


def _repeat(scene: Scene, one: Called) -> str:
    """How many equal ones there are."""
    layer = one.layer
    if not isinstance(layer, Sublayer) or layer.repeat is None or one.position is not None:
        return ""
    count = size_of(scene.picture.observer.run.evaluate(scene.frame.at(), layer.repeat))
    return cut(formula_as_written(layer.repeat) if count is None else show_size(count))


def _draw(picture: Picture, draft: Draft, drawn: Drawn) -> str:
    first = drawn.path not in picture.claimed
    picture.claimed.add(drawn.path)
    given, node = drawn.given, draft.reserve(drawn.path)
    use = given.use if given is not None and isinstance(given.use, Use) else None
    layers, own = picture.observer.layers, None
    if use is not None and isinstance(use.component, str):
        own = layers.get(use.component)
    weights = ()
    if first and own is not None and given is not None:
        frame = _entered(picture.observer.run, own, given, drawn)
        weights = declared_weights(picture, frame, own, drawn.path)
        picture.later.append(Later(draft, node, own, frame, drawn.path))
    elif first and use is not None and given is not None:
        _hold(picture, draft, node, drawn)
    draft.add(
        GraphNode(
            id=node,
            kind="layer",
            title=drawn.title,
            layer=use.name if use is not None else "",
            arguments=cut(arguments_as_written(use) if use is not None else drawn.unknown),
            doc=first_line(own.doc) if own is not None else "",
            repeat=drawn.repeat,
            shape=shape_text(drawn.value),
            weights=weights,
        )
    )
    return node


def _entered(run: Inference, layer: Layer, given: GivenLayer, drawn: Drawn) -> Frame:
    """The frame of a layer as it is used; that of the layer by itself where it can't be told."""
    run.steps = 0
    use = given.use
    try:
        arguments = (
            {name: argument(run, given.frame, value) for name, value in use.arguments}
            if isinstance(use, Use)
            else {}
        )
        frame = enter(run, layer, arguments, drawn.positional, drawn.keywords)
        _tell_masks(run, frame, layer)
    except (MisfitError, TooLongError):
        run.depth = 0
        return outermost(run, layer)[0]
    return frame


def _tell_masks(run: Inference, frame: Frame, layer: Layer) -> None:
    """A mask that Keras hands over has the shape that the layer declares."""
    for one in layer.inputs:
        if frame.inputs[one.name] == Perhaps(UNKNOWN):
            shape = declared_shape(run, frame, one.pattern)
            frame.inputs[one.name] = frame.names[one.name] = Perhaps(Tensor(shape))


def _hold(picture: Picture, draft: Draft, node: str, drawn: Drawn) -> None:
    """Draws the layers that one of Keras's own is given."""
    first = drawn.positional[0] if drawn.positional else None
    held = held_layers(picture.observer.run, drawn.given, first) if drawn.given else []
    if not held:
        return
    inner = draft.within(drawn.title)
    start, end = inner.reserve(f"{drawn.path}@inputs"), inner.reserve(f"{drawn.path}>output")
    taken = held[0].taken
    inner.add(GraphNode(start, "input", "inputs", shape=shape_text(taken)))
    outcome: list[Wire] = []
    for one in held:
        path = f"{drawn.path}/{one.path}"
        called_on = (one.taken,)
        within = Drawn(one.title, path, one.given, "", one.value, called_on)
        target = _draw(picture, inner, within)
        source = outcome.pop() if one.chained and outcome else Wire(start, taken)
        inner.lead((source,), target)
        outcome.append(Wire(target, one.value))
    inner.add(GraphNode(end, "output", "output", shape=shape_text(drawn.value)), tuple(outcome))
    draft.inner[node] = inner
