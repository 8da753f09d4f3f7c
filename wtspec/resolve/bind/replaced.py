"""Binds the weights that a call replaces: `inner(x, weights={"kernel": w / sigma})`."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.errors import did_you_mean, one_of, related_to
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.scope import Callee

Replaced = tuple[tuple[str, Expression], ...]


def bind_replaced(
    binder: Binder, node: t.Call, layer: Expression, kind: Kind
) -> tuple[t.Call, Replaced]:
    """The call without its `weights`, and these, bound, by their paths."""
    given = next((one for one in node.keywords if isinstance(one.value, t.Dict)), None)
    if given is None or not isinstance(given.value, t.Dict):
        return node, ()
    rest = replace(node, keywords=tuple(one for one in node.keywords if one is not given))
    callee = binder.callee(layer)
    if kind is Kind.LAYERS or (isinstance(layer, Reference) and layer.role == "param"):
        _note_several(binder, given, kind, callee)
        return rest, ()
    for path, value in given.value.items:
        _check_path(binder, path, value, callee)
    return rest, tuple((path, binder.bind(value)[0]) for path, value in given.value.items)


def replaced_hints(weights: tuple[str, ...] | None) -> dict[str, str]:
    """What to write where a weight is given to a call by its bare name, or not by a path."""
    given = {name: f'write `weights={{"{name}": …}}`' for name in weights or ()}
    return given | {"weights": 'name each by its path: `weights={"kernel": …}`'}


def check_assigned_within(binder: Binder, target: t.Member) -> None:
    """Notes an `assign` to a weight of a sublayer, or of what is wrapped, that trains."""
    name = target.value.value if isinstance(target.value, t.Subscript) else target.value
    known = binder.locals.get(name.id) if isinstance(name, t.Name) else None
    symbol = known.symbol if known is not None else None
    if known is None and isinstance(name, t.Name):
        symbol = binder.scope.symbols.get(name.id)
    if symbol is None or symbol.layer is None or not symbol.layer.trains_within(target.name):
        return
    layer = target.value.span.text
    binder.report.error(
        "assign-trainable",
        f"`assign` would be lost: the optimizer owns `{layer}.{target.name}`",
        target.span,
        help=f'call it with the value in place: `{layer}(…, weights={{"{target.name}": …}})`',
        related=related_to("the layer", symbol.span),
    )


def _note_several(binder: Binder, given: t.Keyword, kind: Kind, callee: Callee | None) -> None:
    each = "call them one by one, `for block in blocks:`"
    scanned = callee is not None and callee.scan
    binder.report.error(
        "unknown-weight",
        "only the weights of one sublayer can be replaced, but this is "
        + (kind.value if kind is Kind.LAYERS else "an activation"),
        given.span,
        help=None if kind is not Kind.LAYERS else "remove `scan`, and " + each if scanned else each,
    )


def _check_path(binder: Binder, path: str, value: Expression, callee: Callee | None) -> None:
    if callee is None or callee.has_weight(path) is not False:
        return
    known = callee.weights
    binder.report.error(
        "unknown-weight",
        f"the sublayer has no weight `{path}`",
        value.span,
        expected=one_of(known) if known else None,
        help=did_you_mean(path, known or ()),
    )
