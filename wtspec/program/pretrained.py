"""Resolves `pretrained`: which tensor of a file each weight comes from."""

from __future__ import annotations

from wtspec.document import Mapping, Scalar
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bind import Binder
from wtspec.program.context import Context, is_formula
from wtspec.program.declared import Pretrained
from wtspec.program.kinds import Kind
from wtspec.program.scope import Symbol
from wtspec.spec import ModelSpec


def resolve_pretrained(
    context: Context, spec: ModelSpec, params: dict[str, object]
) -> Pretrained | None:
    """The model's `pretrained`; formulas may use the file's params and `tensor("name")`."""
    if spec.pretrained is None:
        return None
    given = spec.pretrained
    steps = ("model", "pretrained", "map")
    node = context.document.find(*steps)
    pairs = node.entries.values() if isinstance(node, Mapping) else ()
    mapped = [
        (entry.key.text, _source(context, entry.value, params), entry.key.span)
        for entry in pairs
        if isinstance(entry.value, Scalar)
    ]
    return Pretrained(
        file=given.file,
        map=tuple(mapped) if given.map is not None else None,
        ignore=tuple(given.ignore),
        partial=tuple(given.partial),
        span=context.document.span("model", "pretrained", "file"),
    )


def _source(context: Context, node: Scalar, params: dict[str, object]) -> Expression:
    if not is_formula(node):
        return t.Value(node.text, span=node.span)
    symbols = {name: Symbol("setting", Kind.STATIC) for name in params}
    symbols["tensor()"] = Symbol("tensor", Kind.TENSOR)
    parsed = context.expression(node)
    if parsed is None:
        return t.Value(None, span=node.span)
    place = "a source in `map`"
    return Binder(context.scope(place, symbols, random=False), context.report).bind(parsed)[0]
