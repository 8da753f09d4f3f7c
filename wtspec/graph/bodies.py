"""Draws whole bodies, and what their nodes fold out to."""

from __future__ import annotations

from wtspec.graph.called import indexed
from wtspec.graph.draft import Draft
from wtspec.graph.fold import add_output
from wtspec.graph.graph import GraphNode
from wtspec.graph.scene import Meaning, Picture, Region, Scene
from wtspec.graph.statements import draw_block
from wtspec.graph.text import first_line, shape_text
from wtspec.graph.wires import Wire
from wtspec.program.declared import Function, Layer
from wtspec.shapes.algebra.values import Abstract, Frame
from wtspec.shapes.given import NONE

MOST_COST = 6_000
"""How much is drawn: nodes, edges and weights. What lies deeper than that stays closed."""


def draw_whole(picture: Picture, draft: Draft, layer: Layer, frame: Frame) -> None:
    """Draws a layer or a model, and as much of what lies in it as one may draw."""
    draw_body(picture, draft, layer, frame, "")
    cost, done = draft.cost, 0
    while done < len(picture.later):
        one = picture.later[done]
        done += 1
        before = len(picture.later)
        inner = one.draft.within(one.body.name)
        draw_body(picture, inner, one.body, one.frame, one.path)
        cost += inner.cost
        if cost > MOST_COST:
            del picture.later[before:]
            return
        one.draft.inner[one.node] = inner


def draw_body(
    picture: Picture, draft: Draft, body: Layer | Function, frame: Frame, path: str
) -> None:
    """Draws the body of a layer or function that is called as its frame says."""
    names = dict(frame.names)
    values = picture.observer.follow(frame, body.body, path)
    layer = body if isinstance(body, Layer) else None
    scene = Scene(picture, layer, path, frame, values, indexed(layer))
    region = Region(scene, draft)
    if isinstance(body, Layer):
        for one in body.inputs:
            _add_input(scene, region, one.name, frame.inputs.get(one.name), one.doc)
        for state in body.states:
            _add_input(scene, region, state.name, names.get(state.name), None)
    else:
        for name, _ in body.parameters:
            if name in frame.inputs:
                _add_input(scene, region, name, names[name], None)
            else:
                region.names[name] = Meaning(value=names[name])
    for name, meaning in draw_block(scene, region, body.body.statements, frozenset()) or []:
        add_output(scene, draft, name, meaning)


def _add_input(scene: Scene, region: Region, name: str, value: Abstract, doc: str | None) -> None:
    """A node for what is given; none where it certainly is not."""
    if value == NONE:
        region.names[name] = Meaning(value=value)
        return
    node = region.draft.reserve(scene.id(f"@{name}"))
    shown = shape_text(value)
    region.draft.add(GraphNode(node, "input", name, doc=first_line(doc), shape=shown))
    region.names[name] = Meaning((Wire(node, value, name),), value)
