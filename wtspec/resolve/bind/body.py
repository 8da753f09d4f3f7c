"""Binds bodies: the statements of a `call` or of a function."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.errors import one_of, related_to
from wtspec.language import Body, Expression
from wtspec.language import tree as t
from wtspec.program.bound import (
    LayerCall,
    Operation,
    OwnCall,
    Reference,
    StaticCall,
    TensorEqual,
    WeightOf,
)
from wtspec.program.kinds import Kind, item_kind, join
from wtspec.program.walk import below
from wtspec.resolve.bind.binder import Binder, Local
from wtspec.resolve.bind.replaced import check_assigned_within
from wtspec.resolve.bind.unrolled import check_unrolled


def bind_body(binder: Binder, body: Body, *, statements: bool) -> Body:
    """The bound body.

    Args:
        statements: Whether `assign`, `add_loss` and `add_metric` may stand here.
    """
    bound = replace(body, statements=_block(binder, body.statements, statements))
    check_unrolled(bound, binder.scope, binder.report)
    return bound


def _block(
    binder: Binder, block: tuple[t.Statement, ...], statements: bool
) -> tuple[t.Statement, ...]:
    return tuple(_statement(binder, statement, statements) for statement in block)


def _statement(binder: Binder, statement: t.Statement, statements: bool) -> t.Statement:
    match statement:
        case t.Assign():
            return _assign(binder, statement)
        case t.If():
            return _if(binder, statement, statements)
        case t.Loop(clause, body):
            bound = binder.clause(clause)
            return replace(statement, clause=bound, body=_block(binder, body, statements))
        case t.Return(value):
            bound, _ = binder.bind(value)
            _check_returned(binder, bound)
            return t.Return(bound, span=statement.span)
        case t.Do(call):
            return replace(statement, call=_do(binder, call, statements))


def _check_returned(binder: Binder, value: Expression) -> None:
    """Notes a sublayer that is returned, most often one whose call was forgotten."""
    items = [value]
    if isinstance(value, t.Tuple | t.List):
        items = list(value.items)
    elif isinstance(value, t.Dict):
        items = [item for _, item in value.items]
    for item in items:
        symbol = binder.symbol(item)
        if symbol is not None and symbol.kind in (Kind.LAYER, Kind.LAYERS):
            binder.refuse_layer(f"{symbol.kind.value} is returned, and no value", item.span)


def _assign(binder: Binder, statement: t.Assign) -> t.Assign:
    value, kind = binder.bind(statement.value)
    origins = frozenset(binder.origins(value))
    symbol = binder.symbol(value) if kind in (Kind.LAYER, Kind.LAYERS) else None
    kinds = _unpacked(value, kind, len(statement.targets), binder)
    for target, one in zip(statement.targets, kinds, strict=True):
        binder.declare(target, Local(one, origins, symbol), statement.span)
    return t.Assign(statement.targets, value, span=statement.span)


def _unpacked(value: Expression, kind: Kind, count: int, binder: Binder) -> list[Kind]:
    """The kind of each target: items of a list one by one, `shape(x)` with its batch first."""
    if count == 1:
        return [kind]
    if isinstance(value, t.Tuple | t.List):
        if len(value.items) != count:
            binder.report.error(
                "unpack-mismatch",
                f"{count} names can't take {len(value.items)} values",
                value.span,
                expected="a name for each value",
            )
            return [Kind.UNKNOWN] * count
        return [_again(item, binder) for item in value.items]
    if isinstance(value, StaticCall) and value.function == "shape":
        return [Kind.DYNAMIC, *[Kind.STATIC] * (count - 1)]
    return [item_kind(kind)] * count


def _again(item: Expression, binder: Binder) -> Kind:
    """The kind of an item that is bound already."""
    match item:
        case Reference(name, "local"):
            return binder.locals[name].kind if name in binder.locals else Kind.UNKNOWN
        case Reference(name, _):
            symbol = binder.scope.symbols.get(name)
            return symbol.kind if symbol else Kind.STATIC
        case Operation() | OwnCall() | LayerCall() | TensorEqual() | WeightOf():
            return Kind.TENSOR
        case StaticCall():
            return Kind.STATIC
        case _:
            return join([_again(child, binder) for child in below(item)])


def _if(binder: Binder, statement: t.If, statements: bool) -> t.If:
    before = dict(binder.locals)
    after: list[dict[str, Local]] = []
    branches: list[t.Branch] = []
    for branch in statement.branches:
        test = binder.static(branch.test, "a condition")
        binder.locals = dict(before)
        block = _block(binder, branch.body, statements)
        branches.append(replace(branch, test=test, body=block))
        if not _returns(branch.body):
            after.append(binder.locals)
    binder.locals = dict(before)
    orelse = _block(binder, statement.orelse, statements)
    if not _returns(statement.orelse):
        after.append(binder.locals)
    _merge(binder, before, after, statement)
    return replace(statement, branches=tuple(branches), orelse=orelse)


def _merge(
    binder: Binder, before: dict[str, Local], after: list[dict[str, Local]], statement: t.If
) -> None:
    """Keeps the locals that every branch leaves behind; the others are uncertain."""
    names = {name for branch in after for name in branch}
    merged = dict(before)
    for name in names:
        found = [branch[name] for branch in after if name in branch]
        if len(found) < len(after):
            binder.uncertain[name] = statement.span
            continue
        kinds = {local.kind for local in found}
        origins = frozenset(origin for local in found for origin in local.origins)
        kind = found[0].kind if len(kinds) == 1 else Kind.TENSOR
        merged[name] = Local(kind, origins, found[0].symbol)
    binder.locals = merged


def _returns(block: tuple[t.Statement, ...]) -> bool:
    return bool(block) and isinstance(block[-1], t.Return)


def _do(binder: Binder, call: t.Call, statements: bool) -> t.Call:
    name = call.function.id if isinstance(call.function, t.Name) else ""
    if not statements:
        binder.report.error(
            "misplaced-statement",
            f"`{name}` is a statement of a layer's body; {binder.scope.place} can't have it",
            call.span,
        )
    count = {"assign": 2, "add_loss": 1, "add_metric": 2}[name]
    if len(call.arguments) != count or call.keywords:
        shown = {"assign": "assign(weight, value)", "add_loss": "add_loss(value)"}
        binder.report.error(
            "wrong-arguments",
            f"`{name}` takes {count} argument{'s' if count > 1 else ''} by position",
            call.span,
            expected=shown.get(name, 'add_metric("name", value)'),
        )
        return call
    if name == "assign":
        _check_assigned(binder, call.arguments[0])
    if name == "add_loss":
        binder.found.adds_loss = True
    if name == "add_metric":
        _note_metric(binder, call.arguments[0])
    return replace(call, arguments=tuple(binder.bind(argument)[0] for argument in call.arguments))


def _check_assigned(binder: Binder, target: Expression) -> None:
    if isinstance(target, t.Member):
        check_assigned_within(binder, target)
        return
    symbol = binder.scope.symbols.get(target.id) if isinstance(target, t.Name) else None
    if symbol is None or symbol.role != "weight":
        element = "to set an element, assign the whole weight: `slice_update(w, start, values)`"
        weights = [n for n, known in binder.scope.symbols.items() if known.role == "weight"]
        binder.report.error(
            "assign-target",
            "`assign` sets a weight of this layer, or one of a sublayer, named alone",
            target.span,
            expected=one_of(weights) if weights else "a weight declared with `trainable: false`",
            help=element if isinstance(target, t.Subscript) else None,
        )
    elif symbol.trainable is True:
        binder.report.error(
            "assign-trainable",
            "`assign` would be lost: the optimizer owns a trainable weight",
            target.span,
            help="declare the weight with `trainable: false`",
            related=related_to("the weight", symbol.span),
        )


def _note_metric(binder: Binder, name: Expression) -> None:
    if isinstance(name, t.Value) and isinstance(name.value, str):
        binder.found.metrics.setdefault(name.value)
        return
    binder.report.error(
        "wrong-arguments",
        "`add_metric` takes the metric's name as text first",
        name.span,
        expected='add_metric("name", value)',
    )
