"""Unary and binary operators, and comparisons."""

from __future__ import annotations

import ast

from wtspec.errors import Span
from wtspec.language.convert.converter import Converter
from wtspec.language.refusals import COMPARISONS, OPERATORS
from wtspec.language.tree import (
    Binary,
    BinaryOperator,
    Compare,
    CompareOperator,
    Expression,
    Negative,
    Not,
    Value,
)

_BINARY: dict[type[ast.operator], BinaryOperator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
}
_COMPARE: dict[type[ast.cmpop], CompareOperator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
}


def convert_unary(node: ast.UnaryOp, convert: Converter) -> Expression:
    """`-x` or `not x`."""
    span = convert.places.of(node)
    operand = convert.operand(node.operand)
    match node.op:
        case ast.USub():
            return Negative(operand=operand, span=span)
        case ast.Not():
            return Not(operand=operand, span=span)
        case _:
            return _refuse(node.op, span, convert)


def convert_binary(node: ast.BinOp, convert: Converter) -> Expression:
    """Arithmetic of two operands."""
    span = convert.places.of(node)
    left, right = convert.operand(node.left), convert.operand(node.right)
    operator = _BINARY.get(type(node.op))
    if operator is None:
        return _refuse(node.op, span, convert)
    return Binary(operator=operator, left=left, right=right, span=span)


def convert_compare(node: ast.Compare, convert: Converter) -> Expression:
    """A chain of comparisons."""
    span = convert.places.of(node)
    left = convert.expression(node.left)
    comparators = tuple(convert.expression(comparator) for comparator in node.comparators)
    operators: list[CompareOperator] = []
    for sign, right in zip(node.ops, comparators, strict=True):
        operator = _COMPARE.get(type(sign))
        if operator is None:
            word, repair = COMPARISONS[type(sign).__name__]
            message = f"`{word}` is not an operator of the language"
            repair += _written_out(node, word, convert)
            return convert.refuse("unsupported-operator", message, span, f"write {repair}")
        _check_none(operator, right, span, convert)
        operators.append(operator)
    return Compare(left=left, operators=tuple(operators), comparators=comparators, span=span)


def _written_out(node: ast.Compare, word: str, convert: Converter) -> str:
    """`x in (a, b)` as the comparisons that it stands for, where they are few and short."""
    listed = node.comparators[0]
    if not isinstance(listed, ast.Tuple | ast.List | ast.Set) or not 0 < len(listed.elts) < 4:
        return ""
    equal, join = ("==", " or ") if word == "in" else ("!=", " and ")
    left = convert.places.source(node.left)
    each = [f"{left} {equal} {convert.places.source(one)}" for one in listed.elts]
    text = join.join(each)
    return f": `{text}`" if len(text) <= 60 and "\n" not in text else ""


def _check_none(
    operator: CompareOperator, right: Expression, span: Span, convert: Converter
) -> None:
    none = isinstance(right, Value) and right.value is None
    if operator in {"is", "is not"} and not none:
        message = f"`{operator}` compares with `none` alone"
        repair = "write `==`" if operator == "is" else "write `!=`"
    elif operator in {"==", "!="} and none:
        message = f"`{operator}` does not compare with `none`"
        repair = "write `is none`" if operator == "==" else "write `is not none`"
    else:
        return
    convert.refuse("unsupported-operator", message, span, repair)


def _refuse(operator: ast.AST, span: Span, convert: Converter) -> Value:
    sign, repair = OPERATORS[type(operator).__name__]
    message = f"`{sign}` is not an operator of the language"
    return convert.refuse("unsupported-operator", message, span, f"write {repair}")
