"""Binds `not`, `and`, `or` and chained comparisons of columns: they go element by element."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

from msgspec.structs import replace

from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, TensorEqual
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.binder import Binder


def bind_not(binder: Binder, node: t.Not) -> tuple[Expression, Kind]:
    """`not x`: of a static value, and among formulas over columns of a column."""
    bound, kind = binder.bind(node.operand)
    if kind is Kind.TENSOR and binder.scope.library is not None:
        return _call(binder, "logical_not", (bound,), node.span), kind
    binder.check_static(bound, kind, node.operand, "`not`", binder.repair(bound))
    return replace(node, operand=bound), Kind.STATIC


def bind_logical(binder: Binder, node: t.Logical) -> tuple[Expression, Kind]:
    """`and` and `or` of static values; with tensors on both sides it is still one mistake."""
    bound = [binder.bind(operand) for operand in node.operands]
    operands = tuple(value for value, _ in bound)
    tensors = sum(kind is Kind.TENSOR for _, kind in bound)
    if tensors and binder.scope.library is not None:
        return _joined(binder, node.operator, operands, node.span), Kind.TENSOR
    repair = f"write `logical_{node.operator}(a, b)`, which works element by element"
    for operand, (value, kind) in zip(node.operands, bound, strict=True):
        if kind is not Kind.TENSOR or tensors:
            binder.check_static(value, kind, operand, f"`{node.operator}`", repair)
        tensors = 0 if kind is Kind.TENSOR else tensors
    return replace(node, operands=operands), Kind.STATIC


def chained(binder: Binder, node: t.Compare, operands: Sequence[Expression]) -> Expression:
    """`a < b <= c` of columns."""
    pairs = zip(pairwise(operands), node.operators, strict=True)
    compared = [_compared(left, one, right, node.span) for (left, right), one in pairs]
    return _joined(binder, "and", compared, node.span)


def _joined(
    binder: Binder, operator: str, operands: Sequence[Expression], span: Span
) -> Expression:
    name = f"logical_{operator}"
    return reduce(lambda left, right: _call(binder, name, (left, right), span), operands)


def _compared(
    left: Expression, operator: t.CompareOperator, right: Expression, span: Span
) -> Expression:
    if operator in ("==", "!="):
        return TensorEqual(left, right, operator == "!=", span=span)
    return t.Compare(left, (operator,), (right,), span=span)


def _call(binder: Binder, name: str, operands: tuple[Expression, ...], span: Span) -> Expression:
    function = binder.scope.known_function(name)
    assert function is not None  # noqa: S101 - formulas over columns have it
    return Operation(function, operands, span=span)
