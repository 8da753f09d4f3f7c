"""Reads the body of a layer: its `call`, or what a `sequential` means."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.language import Body, Expression
from wtspec.language import tree as t
from wtspec.program.declared import Sublayer
from wtspec.resolve.layers.outline import Outline


def read_body(outline: Outline, sublayers: tuple[Sublayer, ...]) -> Body:
    """The statements, unbound; one that returns nothing where they can't be read."""
    if outline.spec.sequential is not None:
        return _chain(outline, sublayers)
    parsed = outline.context.body(outline.spec.find("call"))
    if parsed is None:
        span = outline.spec.span()
        return Body((t.Return(t.Value(None, span=span), span=span),), span=span)
    return parsed


def _chain(outline: Outline, sublayers: tuple[Sublayer, ...]) -> Body:
    """The body of a `sequential`: each sublayer in turn."""
    span = outline.spec.span("sequential")
    taken = {sublayer.name for sublayer in sublayers}
    local = next(name for name in ("x", "y", "h", "hidden", "value") if name not in taken)
    value: Expression = t.Name(outline.inputs[0].name if outline.inputs else local, span=span)
    statements: list[t.Statement] = []
    for index, sublayer in enumerate(sublayers):
        place = sublayer.span
        value = _applied(sublayer, replace(value, span=place))
        if index == len(sublayers) - 1:
            statements.append(t.Return(value, span=place))
        else:
            statements.append(t.Assign((local,), value, span=place))
            value = t.Name(local, span=place)
    if not sublayers:
        statements.append(t.Return(value, span=span))
    return Body(tuple(statements), span=span)


def _applied(sublayer: Sublayer, value: Expression) -> Expression:
    """The sublayer's output; the value itself where the sublayer does not exist."""
    place = sublayer.span
    name = t.Name(sublayer.name, span=place)
    call = t.Call(name, (value,), span=place)
    if sublayer.when is None:
        return call
    nothing = t.Value(None, span=place)
    exists = t.Compare(name, ("is not",), (nothing,), span=place)
    return t.Conditional(exists, call, value, span=place)
