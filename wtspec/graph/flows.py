"""Draws expressions: what tensors flow into them, and the layers that are called in them."""

from __future__ import annotations

from wtspec.graph.called import called, items_of
from wtspec.graph.fold import Given, fold, rounds_of
from wtspec.graph.functions import open_function, open_mapped
from wtspec.graph.graph import GraphNode
from wtspec.graph.layers import draw_layer
from wtspec.graph.scene import Meaning, Region, Scene, value_of
from wtspec.graph.text import formula, shape_text
from wtspec.graph.wires import Wire, Wires, all_of, renamed
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.as_written import without_training
from wtspec.program.bound import (
    FunctionName,
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    TensorEqual,
    WeightOf,
)
from wtspec.program.walk import below, expressions, names_read
from wtspec.shapes.algebra.values import Abstract, Named, Several, flag

_FLOWING = ("input", "local", "state", "own")


def read(scene: Scene, region: Region, node: Expression) -> Wires:
    """The tensors that flow into what holds an expression; layers in it are drawn."""
    match node:
        case Reference(name, role):
            known = region.find(name) if role in _FLOWING else None
            return known.wires if known is not None else ()
        case LayerCall() if is_drawn(node):
            return _call(scene, region, node)
        case Operation() if is_drawn(node):
            return (_mapped(scene, region, node),)
        case t.Conditional() if is_drawn(node):
            return _choose(scene, region, node)
        case t.Comprehension() if is_drawn(node):
            return _comprehend(scene, region, node)
        case t.Comprehension():
            return _list(scene, region, node)
        case _:
            return all_of(read(scene, region, one) for one in below(node))


def is_drawn(node: Expression) -> bool:
    """Whether an expression has a node of its own wherever it stands."""
    match node:
        case LayerCall(Reference(_, "param")):
            return False
        case LayerCall():
            return True
        case Operation():
            return any(isinstance(one, FunctionName) for one in below(node))
        case t.Conditional() | t.Comprehension():
            return any(is_drawn(one) for one in expressions(node) if one is not node)
        case _:
            return False


def arrive(scene: Scene, region: Region, node: Expression) -> Wires:
    """What flows to where a value is handed to: from a formula of its own, if it is one."""
    match node:
        case Reference(_, role) if role in _FLOWING:
            return read(scene, region, node)
        case t.List(items) | t.Tuple(items):
            return all_of(arrive(scene, region, one) for one in items)
        case t.Subscript(value) if isinstance(value_of(scene, region, value), Named | Several):
            return renamed(read(scene, region, node), value=value_of(scene, region, node))
        case _ if is_drawn(node):
            return read(scene, region, node)
        case _ if _is_static(node) and not _reads(region, node):
            return ()
        case _:
            return (draw_formula(scene, region, node),)


def draw_formula(
    scene: Scene, region: Region, node: Expression, title: str = "", value: Abstract = None
) -> Wire:
    """A node for what is computed between layers."""
    wires = read(scene, region, node) or _sizes(scene, region, node)
    id = region.draft.reserve(scene.id("="))
    value = value_of(scene, region, node) if not title else value
    text = title or formula(node, printed=scene.printed)
    region.draft.add(GraphNode(id, "formula", text, shape=shape_text(value)), wires)
    if isinstance(node, OwnCall):
        open_function(scene, region, id, node)
    return Wire(id, value)


def bind_targets(scene: Scene, region: Region, clause: t.For) -> None:
    """Gives the variables of a loop their meanings within it."""
    for position, target in enumerate(clause.targets):
        items = items_of(clause.iterable, position, len(clause.targets))
        layers = called(scene, region, items)
        wires = () if layers else read(scene, region, items)
        region.names[target] = Meaning(renamed(wires, target), None, layers)


def _call(scene: Scene, region: Region, node: LayerCall) -> Wires:
    keywords = without_training(node.keywords)
    given = (*node.arguments, *(one.value for one in keywords))
    arrived = all_of(arrive(scene, region, one) for one in given)
    for path, value in node.weights:
        arrived += renamed(arrive(scene, region, value), path)
    layers = called(scene, region, node.layer)
    positional = tuple(value_of(scene, region, one) for one in node.arguments)
    by_name = {one.name: value_of(scene, region, one.value) for one in keywords}
    value = value_of(scene, region, node)
    wires = tuple(draw_layer(scene, region, one, value, positional, by_name) for one in layers)
    for wire in wires:
        region.draft.lead(arrived, wire.source)
    return wires


def _mapped(scene: Scene, region: Region, node: Operation) -> Wire:
    """`scan(step, h, xs)`, which runs one of the file's functions many times."""
    given = (*node.arguments, *(one.value for one in node.keywords))
    wires = all_of(arrive(scene, region, one) for one in given)
    id, value = region.draft.reserve(scene.id("%")), value_of(scene, region, node)
    shown = shape_text(value)
    title = formula(node, printed=scene.printed)
    region.draft.add(GraphNode(id, "loop", title, shape=shown), wires)
    open_mapped(scene, region, id, node)
    return Wire(id, value)


def _choose(scene: Scene, region: Region, node: t.Conditional) -> Wires:
    """`drop(x) if training else x`: a branch for each side, unless it is known which is taken."""
    holds = flag(value_of(scene, region, node.test))
    if holds is not None:
        return arrive(scene, region, node.body if holds else node.orelse)
    sides = ((f"if {_test(scene, node.test)}", node.body), ("else", node.orelse))
    return all_of(_side(scene, region, title, side) for title, side in sides)


def _side(scene: Scene, region: Region, title: str, side: Expression) -> Wires:
    def draw(inner: Region) -> Given:
        value = value_of(scene, inner, side)
        return [("", Meaning(arrive(scene, inner, side), value))]

    return fold(scene, region, "branch", title, draw)[0][1].wires


def _test(scene: Scene, test: Expression) -> str:
    """A condition as text; that a sublayer exists as the file says when it does."""
    match test:
        case t.Compare(Reference(name, "layer"), ("is not",), _) if scene.printed and scene.layer:
            whens = [one.when for one in scene.layer.sublayers if one.name == name]
            return formula(whens[0]) if whens and whens[0] is not None else name
        case _:
            return formula(test, printed=scene.printed)


def _comprehend(scene: Scene, region: Region, node: t.Comprehension) -> Wires:
    """`[head(x) for head in heads]`."""

    def draw(inner: Region) -> Given:
        for clause in node.clauses:
            bind_targets(scene, inner, clause)
        value = value_of(scene, inner, node)
        return [("", Meaning(arrive(scene, inner, node.element), value))]

    rounds = rounds_of(scene, region, node.clauses[0].iterable) if len(node.clauses) == 1 else ""
    title = formula(node, printed=scene.printed)
    return fold(scene, region, "loop", title, draw, rounds)[0][1].wires


def _list(scene: Scene, region: Region, node: t.Comprehension) -> Wires:
    """A comprehension that is part of a formula; its variables hide locals of their names."""
    wires = all_of(read(scene, region, clause.iterable) for clause in node.clauses)
    targets = [target for clause in node.clauses for target in clause.targets]
    hidden = {target: region.look(target) for target in targets}
    region.names |= dict.fromkeys(targets, Meaning())
    wires += read(scene, region, node.element)
    for target, meaning in hidden.items():
        if meaning is None:
            del region.names[target]
        else:
            region.names[target] = meaning
    return all_of([wires])


def _is_static(node: Expression) -> bool:
    """Whether an expression makes no tensor of what is none."""
    makers = Operation | OwnCall | LayerCall | TensorEqual | WeightOf
    return not any(
        isinstance(one, makers) or (isinstance(one, Reference) and one.role == "weight")
        for one in expressions(node)
    )


def _reads(region: Region, node: Expression) -> bool:
    """Whether a tensor flows into an expression."""
    names = [one for one in expressions(node) if isinstance(one, Reference)]
    known = [region.look(one.name) for one in names if one.role in _FLOWING]
    return any(one is not None and one.wires for one in known)


def _sizes(scene: Scene, region: Region, node: Expression) -> Wires:
    """What nothing flows into may still be made in the size of an input."""
    sources = {one.name: one.source for one in scene.layer.dims} if scene.layer else {}
    found: dict[Wire, None] = {}
    for dim in names_read([node], "dim"):
        known = region.find(sources[dim]) if dim in sources else None
        found |= {Wire(one.source, None, dim): None for one in known.wires} if known else {}
    return tuple(found)
