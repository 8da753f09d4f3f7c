"""Which layers an expression may stand for."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.graph.scene import Called, Region, Scene, value_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import Layer, Sublayer, Wrapped
from wtspec.program.walk import in_statements
from wtspec.shapes.algebra.polynomial import number

MOST_ROUNDS = 16
"""Of how many layers that are written out a loop is drawn round by round."""


def called(scene: Scene, region: Region, node: Expression) -> tuple[Called, ...]:
    """The layers that an expression stands for; none where it is a tensor or the like."""
    match node:
        case Reference(name, "layer"):
            layer = _declared(scene, name)
            return (Called(layer),) if layer is not None else ()
        case Reference(name, "local"):
            known = region.look(name)
            return known.layers if known is not None else ()
        case t.Subscript(value, index):
            several = called(scene, region, value)
            return several if isinstance(index, t.Slice) else _at(scene, region, several, index)
        case t.List(items) | t.Tuple(items):
            return _all(scene, region, items)
        case t.Binary("+", left, right) | t.Conditional(_, left, right):
            return _all(scene, region, (left, right))
        case _:
            return ()


def items_of(node: Expression, position: int, targets: int) -> Expression:
    """What one of a loop's several variables runs over, where that is written out."""
    if targets == 1 or not isinstance(node, t.List | t.Tuple):
        return node
    parts = [
        one.items[position]
        for one in node.items
        if isinstance(one, t.List | t.Tuple) and len(one.items) == targets
    ]
    return t.List(tuple(parts), span=node.span)


def unrolled(scene: Scene, region: Region, clause: t.For) -> list[t.For]:
    """A loop over layers that are written out, round by round; any other loop as it is."""
    items = clause.iterable.items if isinstance(clause.iterable, t.List | t.Tuple) else ()
    rounds = [replace(clause, iterable=t.List((one,), span=one.span)) for one in items]
    layers = [called(scene, region, items_of(one.iterable, 0, len(one.targets))) for one in rounds]
    return rounds if rounds and len(rounds) <= MOST_ROUNDS and all(layers) else [clause]


def _all(scene: Scene, region: Region, nodes: tuple[Expression, ...]) -> tuple[Called, ...]:
    found = {(id(one.layer), one.position): one for n in nodes for one in called(scene, region, n)}
    return tuple(found.values())


def indexed(layer: Layer | None) -> frozenset[str]:
    """The repeated sublayers that a body reaches by plain numbers alone: each is drawn apart."""
    nodes = in_statements(layer.body.statements) if layer is not None else []
    named = [one.name for one in nodes if isinstance(one, Reference) and one.role == "layer"]
    by_number = [
        one.value.name
        for one in nodes
        if isinstance(one, t.Subscript)
        and isinstance(one.value, Reference)
        and _is_number(one.index)
    ]
    return frozenset(one for one in by_number if by_number.count(one) == named.count(one))


def _is_number(index: Expression) -> bool:
    plain = index.operand if isinstance(index, t.Negative) else index
    return isinstance(plain, t.Value) and isinstance(plain.value, int)


def _at(
    scene: Scene, region: Region, several: tuple[Called, ...], index: Expression
) -> tuple[Called, ...]:
    position = number(value_of(scene, region, index))
    if position is None:
        return several
    if len(several) != 1:
        inside = -len(several) <= position < len(several)
        return (several[position],) if inside else several
    layer = several[0].layer
    if not isinstance(layer, Sublayer) or layer.name not in scene.indexed or layer.repeat is None:
        return several
    if position < 0:
        run = scene.picture.observer.run
        count = number(run.evaluate(scene.frame.at(), layer.repeat))
        position = None if count is None else position + count
    return (Called(layer, position),)


def _declared(scene: Scene, name: str) -> Sublayer | Wrapped | None:
    layer = scene.layer
    declared = (*layer.sublayers, *layer.wraps) if layer is not None else ()
    return next((one for one in declared if one.name == name), None)
