"""Checks that the blocks of a scan are equal, and run as one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from wtspec.errors import Related, Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Reference, StaticCall
from wtspec.program.declared import Items, Layer, Sublayer, Table, Use, Value
from wtspec.program.walk import expressions, in_statements, values_in
from wtspec.program.weight_fields import WEIGHT_FIELDS, weight_formulas
from wtspec.resolve.context import Context

Seen = set[tuple[str, str]]
"""Params that were looked at, with their layers."""


class Reach(Struct, frozen=True):
    """Where a value reaches more than an initializer.

    Attributes:
        read: Where the sublayer's argument reads it.
        use: Where it makes blocks differ; None where that is the argument itself.
        what: What differs there.
    """

    read: Span
    use: Span | None
    what: str


def check_scans(context: Context, layer: Layer) -> None:
    """Notes scanned sublayers whose blocks differ, or are reached one by one."""
    scanned = {one.name: one for one in layer.sublayers if one.scan}
    for one in scanned.values():
        declared = _declared(context, one)
        if declared is not None:
            _check_cell(context, one, declared)
            _check_mask(context, one, declared)
        read = Reference("index", "index", span=one.span)
        for reach in _misuses(context, one.layer, read, set()):
            _tell_index(context, one, reach)
    if scanned:
        _check_apart(context, layer, scanned)


def _declared(context: Context, sublayer: Sublayer) -> Layer | None:
    """The file's layer that a sublayer is one of; None of Keras's."""
    match sublayer.layer:
        case Use(str() as name):
            return context.names.layer(name)
        case _:
            return None


def _check_cell(context: Context, sublayer: Sublayer, declared: Layer) -> None:
    if declared.states:
        context.report.error(
            "scan-cell",
            f"`{declared.name}` is a recurrent cell, which can't be scanned over blocks",
            sublayer.span,
            expected="a layer that takes one tensor, and gives another of its shape",
            help="remove `scan`; `{StackedRNNCells: {cells: [...]}}` runs cells one on the other",
        )


def _check_mask(context: Context, sublayer: Sublayer, declared: Layer) -> None:
    """Each block gets what the one before leaves of a mask; one program can't end it behind one."""
    if declared.mask not in (None, "pass"):
        context.report.error(
            "scan-carry",
            f"each block of `{sublayer.name}` changes what becomes of the mask",
            sublayer.span,
            expected="blocks that pass on the mask that they are given",
            help=f"remove `mask` in `{declared.name}`, or `scan`",
        )


def _tell_index(context: Context, sublayer: Sublayer, reach: Reach) -> None:
    context.report.error(
        "scan-index",
        f"`index` makes the blocks of `{sublayer.name}` differ in {reach.what}",
        reach.read,
        expected="blocks that differ in initial values alone, since one program runs them all",
        help="give all blocks the same, or remove `scan`",
        related=() if reach.use is None else (Related("it ends up here", reach.use),),
    )


def _misuses(context: Context, value: Value, read: Reference, seen: Seen) -> Iterator[Reach]:
    """Where a component's arguments take a name further than to initializers."""
    match value:
        case Use(component, arguments) if isinstance(component, str):
            declared = context.names.layer(component)
            for name, argument in arguments:
                yield from _of_argument(context, declared, name, argument, read, seen)
        case Use(component, arguments) if not isinstance(component, str):
            for name, argument in arguments if component.kind != "initializer" else ():
                if isinstance(argument, Use | Items | Table):
                    yield from _misuses(context, argument, read, seen)
                else:
                    yield from _read_in(argument, read, f"`{name}`")
        case Items(items):
            for item in items:
                yield from _misuses(context, item, read, seen)
        case Table(pairs):
            for _, item in pairs:
                yield from _misuses(context, item, read, seen)
        case _:
            yield from _read_in(value, read, "their class")


def _of_argument(
    context: Context,
    declared: Layer | None,
    name: str,
    argument: Value,
    read: Reference,
    seen: Seen,
) -> Iterator[Reach]:
    if isinstance(argument, Use | Items | Table):
        yield from _misuses(context, argument, read, seen)
        return
    found = next(_read_in(argument, read, f"`{name}`"), None)
    if found is None or declared is None:
        return
    use = next(_uses(context, declared, name, seen), None)
    if use is not None:
        yield Reach(found.read, use.use or use.read, use.what)


def _read_in(value: Value, read: Reference, what: str) -> Iterator[Reach]:
    for one in values_in(value):
        if isinstance(one, Reference) and (one.name, one.role) == (read.name, read.role):
            yield Reach(one.span, None, what)


def _uses(context: Context, layer: Layer, param: str, seen: Seen) -> Iterator[Reach]:
    """Where a layer uses a param for more than initializers; each is looked at once.

    Layers within layers, two in each, would else be looked at twice as often with each level.
    """
    if (layer.name, param) in seen:
        return
    seen.add((layer.name, param))
    read = Reference(param, "param", span=layer.span)
    for weight in layer.weights:
        for field, value in weight_formulas(weight):
            if field != "initializer":
                yield from _read_in(value, read, f"{WEIGHT_FIELDS[field].called} `{weight.name}`")
    for other in layer.params:
        if other.default is not None and next(_read_in(other.default, read, ""), None):
            yield from _uses(context, layer, other.name, seen)
    for sublayer in layer.sublayers:
        for value in (sublayer.repeat, sublayer.when):
            if value is not None:
                yield from _read_in(value, read, f"the existence of `{sublayer.name}`")
        for reach in _misuses(context, sublayer.layer, read, seen):
            yield Reach(reach.use or reach.read, None, reach.what)
    for state in layer.states:
        for entry in state.shape:
            yield from _read_in(entry, read, f"the shape of `{state.name}`")
    for computed in layer.computed:
        yield from _read_in(computed.size, read, f"the shape of `{computed.source}`")
    yield from _in_patterns(layer, read)
    for node in in_statements(layer.body.statements):
        yield from _read_at(node, read, "what they compute")


def _in_patterns(layer: Layer, read: Reference) -> Iterator[Reach]:
    """Unbound patterns name a param as such."""
    for one in (*layer.inputs, *layer.wraps):
        for entry in one.pattern.entries:
            for node in expressions(entry):
                if isinstance(node, t.Name) and node.id == read.name:
                    yield Reach(node.span, None, f"the shape of `{one.name}`")


def _read_at(node: Expression, read: Reference, what: str) -> Iterator[Reach]:
    if isinstance(node, Reference) and (node.name, node.role) == (read.name, read.role):
        yield Reach(node.span, None, what)


def _check_apart(context: Context, layer: Layer, scanned: dict[str, Sublayer]) -> None:
    """A scan is called as a whole, counted, or compared with none."""
    nodes = list(in_statements(layer.body.statements))
    whole: set[int] = set()
    for node in nodes:
        match node:
            case LayerCall(called):
                whole.add(id(called))
            case StaticCall("len", arguments):
                whole |= {id(one) for one in arguments}
            case t.Compare(left, ("is" | "is not",), _):
                whole.add(id(left))
            case _:
                pass
    for node in nodes:
        if isinstance(node, Reference) and node.name in scanned and id(node) not in whole:
            context.report.error(
                "scan-apart",
                f"the blocks of `{node.name}` can't be reached one by one: they are scanned",
                node.span,
                expected=f"a call of them all, `{node.name}(x)`",
                help="remove `scan` to subscript the blocks or to loop over them",
                related=(Related("the scan", scanned[node.name].span),),
            )
