"""Binds an expression: each kind of node in its own way, its parts by the binder."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.catalog import function
from wtspec.errors import Report, Span, did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.rebuild import rebuilt
from wtspec.program.bound import StaticCall, TensorEqual, WeightOf
from wtspec.program.kinds import Kind, item_kind, join, list_kind
from wtspec.resolve.bind.binder import Binder
from wtspec.resolve.bind.calls import bind_call
from wtspec.resolve.bind.names import bind_name
from wtspec.resolve.bind.scope import Scope
from wtspec.resolve.bind.truth import bind_logical, bind_not, chained
from wtspec.resolve.bind.written import written_value


def new_binder(scope: Scope, report: Report) -> Binder:
    """What binds the formulas of one body."""
    return Binder(scope, report, bind_expression)


def bind_expression(binder: Binder, node: Expression) -> tuple[Expression, Kind]:
    """The bound expression and its kind; faults go to the report."""
    match node:  # what is frequent stands first
        case t.Name(name):
            return bind_name(binder, name, node.span)
        case t.Value() | t.Constant() | t.Dots():
            return node, Kind.STATIC
        case t.Call():
            return bind_call(binder, node)
        case t.Binary():
            return _binary(binder, node)
        case t.List(items) | t.Tuple(items):
            return _items(binder, node, items)
        case t.Dict():
            return rebuilt(node, lambda value: binder.bind(value)[0]), Kind.TENSOR
        case t.Negative(operand):
            bound, kind = binder.bind(operand)
            return replace(node, operand=bound), _arithmetic(binder, kind, operand)
        case t.Not():
            return bind_not(binder, node)
        case t.Logical():
            return bind_logical(binder, node)
        case t.Compare():
            return _compare(binder, node)
        case t.Conditional(test, body, orelse):
            condition = binder.static(test, "a condition")
            (then, kind), (other, other_kind) = binder.bind(body), binder.bind(orelse)
            bound = replace(node, test=condition, body=then, orelse=other)
            return bound, kind if kind == other_kind else join([kind, other_kind])
        case t.Member():
            return _member(binder, node)
        case t.Slice():
            return rebuilt(node, lambda part: binder.bind(part)[0]), Kind.STATIC
        case t.Subscript():
            return _subscript(binder, node)
        case t.Comprehension():
            return _comprehension(binder, node)
        case _:
            return node, Kind.STATIC


def _items(
    binder: Binder, node: t.List | t.Tuple, items: tuple[Expression, ...]
) -> tuple[Expression, Kind]:
    bound = [binder.bind(item) for item in items]
    kinds = {kind for _, kind in bound}
    result = replace(node, items=tuple(item for item, _ in bound))
    if kinds & {Kind.TENSOR, Kind.TENSORS}:
        return result, Kind.TENSORS
    if kinds & {Kind.LAYER, Kind.LAYERS}:
        return result, Kind.LAYERS
    return result, Kind.EITHER if Kind.EITHER in kinds else Kind.STATIC


def _binary(binder: Binder, node: t.Binary) -> tuple[Expression, Kind]:
    (left, left_kind), (right, right_kind) = binder.bind(node.left), binder.bind(node.right)
    kind = _arithmetic(binder, left_kind, node.left), _arithmetic(binder, right_kind, node.right)
    result = join(list(kind))
    if node.operator == "@" and result in (Kind.STATIC, Kind.DYNAMIC):
        binder.report.error(
            "static-matmul",
            "`@` multiplies tensors, but both sides are static",
            node.span,
            help="write `*` for a product of numbers",
        )
    written_value(node, binder.report)
    return t.Binary(node.operator, left, right, span=node.span), result


def _arithmetic(binder: Binder, kind: Kind, node: Expression) -> Kind:
    if kind in (Kind.LAYER, Kind.LAYERS):
        binder.refuse_layer(f"{kind.value} stands where a value is needed", node.span)
        return Kind.UNKNOWN
    return kind


def _compare(binder: Binder, node: t.Compare) -> tuple[Expression, Kind]:
    bound = [binder.bind(operand) for operand in (node.left, *node.comparators)]
    if "is" in node.operators or "is not" in node.operators:
        _check_none(binder, node)
        return _rebuilt(node, bound), Kind.STATIC
    kind = join([_arithmetic(binder, k, node) for _, k in bound])
    if kind not in (Kind.TENSOR, Kind.EITHER):
        return _rebuilt(node, bound), kind
    if len(node.operators) > 1:
        if kind is Kind.TENSOR and binder.scope.library is not None:
            return chained(binder, node, [operand for operand, _ in bound]), kind
        if kind is Kind.TENSOR:
            binder.report.error(
                "tensor-condition",
                "comparisons of tensors can't be chained",
                node.span,
                help="write `logical_and(a < b, b < c)`",
            )
        return _rebuilt(node, bound), kind
    operator = next(iter(node.operators))
    if kind is Kind.TENSOR and operator in ("==", "!="):
        (left, _), (right, _) = bound
        return TensorEqual(left, right, operator == "!=", span=node.span), kind
    return _rebuilt(node, bound), kind


def _check_none(binder: Binder, node: t.Compare) -> None:
    written = isinstance(node.left, t.Constant | t.List | t.Tuple)
    if written or (isinstance(node.left, t.Value) and node.left.value is not None):
        binder.report.error(
            "constant-condition",
            "a value that is written out is never none",
            node.span,
            expected="a param, an input or a weight that may be none",
        )


def _rebuilt(node: t.Compare, bound: list[tuple[Expression, Kind]]) -> Expression:
    left, *rest = (operand for operand, _ in bound)
    return replace(node, left=left, comparators=tuple(rest))


def _member(binder: Binder, node: t.Member) -> tuple[Expression, Kind]:
    value, kind = binder.bind(node.value)
    if kind is Kind.UNKNOWN:
        return WeightOf(value, node.name, span=node.span), Kind.UNKNOWN
    if kind is not Kind.LAYER:
        binder.report.error(
            "unknown-weight",
            f"only a sublayer has weights to name, but this is {kind.value}",
            node.span,
            help=_member_help(node),
        )
        return WeightOf(value, node.name, span=node.span), Kind.UNKNOWN
    callee = binder.callee(value)
    known = callee.weights if callee is not None else None
    if known is not None and node.name not in known:
        binder.report.error(
            "unknown-weight",
            f"the sublayer has no weight `{node.name}`",
            node.span,
            expected=one_of(known),
            help=did_you_mean(node.name, known),
        )
    remat = callee is not None and callee.remat
    return WeightOf(value, node.name, remat, span=node.span), Kind.TENSOR


def _subscript(binder: Binder, node: t.Subscript) -> tuple[Expression, Kind]:
    value, kind = binder.bind(node.value)
    index, index_kind = binder.bind(node.index)
    sliced = isinstance(node.index, t.Slice)
    result = replace(node, value=value, index=index)
    if isinstance(node.value, t.Value | t.Constant | t.List | t.Tuple):
        _check_parts(binder, node.value, node.index)
    if kind in (Kind.LAYERS, Kind.TENSORS):
        if index_kind is Kind.EITHER:
            binder.need(index)
        elif not index_kind.is_static:
            binder.static(node.index, "the index of a list")
        return result, kind if sliced else item_kind(kind)
    if kind is Kind.LAYER:
        _arithmetic(binder, kind, node.value)
        return result, Kind.UNKNOWN
    if index_kind is Kind.TENSOR:
        return result, Kind.TENSOR
    if _is_first_of_shape(value, node.index):
        return result, Kind.DYNAMIC
    return result, kind


def _check_parts(binder: Binder, value: Expression, index: Expression) -> None:
    """Parts of what is written out: numbers have none, lists have them by position."""
    listed = isinstance(value, t.List | t.Tuple)
    if listed and isinstance(index, t.Value) and type(index.value) is int:
        _check_place(binder, len(value.items), index.value, index.span)
        return
    if listed and not isinstance(index, t.Value | t.List | t.Tuple | t.Dots):
        return
    binder.report.error(
        "static-type",
        "a list's parts are reached by one position" if listed else "a number has no parts",
        index.span if listed else value.span,
        expected="an integer or a slice" if listed else "a list or a tensor",
    )


def _check_place(binder: Binder, count: int, index: int, span: Span) -> None:
    if index >= count:
        binder.report.error(
            "index-out-of-range",
            f"there is no item {index}: the list has {count}",
            span,
            expected=f"from 0 to {count - 1}, or from the end: -1 is the last",
        )


def _comprehension(binder: Binder, node: t.Comprehension) -> tuple[Expression, Kind]:
    outer = dict(binder.locals)
    clauses = [binder.clause(clause) for clause in node.clauses]
    element, kind = binder.bind(node.element)
    binder.locals = outer
    return replace(node, element=element, clauses=tuple(clauses)), list_kind(kind)


def _is_first_of_shape(value: Expression, index: Expression) -> bool:
    first = isinstance(index, t.Value) and index.value == 0
    return first and isinstance(value, StaticCall) and value.function == "shape"


def _member_help(node: t.Member) -> str | None:
    inner = node.value.id if isinstance(node.value, t.Name) else "x"
    return {
        "shape": f"write `shape({inner})`",
        "ndim": f"write `ndim({inner})`",
        "T": f"write `transpose({inner})`",
        "dtype": 'a formula has no dtypes as values; `cast(x, "float32")` converts',
    }.get(node.name, f"write `{node.name}({inner})`" if function(node.name) else None)
