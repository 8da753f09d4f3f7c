"""Arithmetic and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wtspec.language import tree as t
from wtspec.language.static.arithmetic import compare as compare_numbers
from wtspec.shapes.algebra.broadcast import broadcast_all, join
from wtspec.shapes.algebra.polynomial import (
    Polynomial,
    Size,
    add,
    constant,
    floor_divide,
    multiply,
    number,
    product,
    remainder,
    subtract,
)
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.values import SCALAR, Abstract, Either, Fact, Several, Tensor, shape_of
from wtspec.shapes.expressions.known import combine, known
from wtspec.shapes.operations.multiply import matmul

WHOLE: Mapping[str, Callable[[Size, Size], Size]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "//": floor_divide,
    "%": remainder,
}


def negate(value: Abstract) -> Abstract:
    """What `-value` gives."""
    if isinstance(value, Polynomial):
        return multiply(constant(-1), value)
    if isinstance(value, Fact) and isinstance(value.value, float):
        return Fact(-value.value)
    return Tensor(shape_of(value))


def calculate(operator: t.BinaryOperator, left: Abstract, right: Abstract) -> Abstract:
    """What an operator gives."""
    if isinstance(left, Either):
        return join(calculate(operator, left.one, right), calculate(operator, left.other, right))
    if isinstance(right, Either):
        return join(calculate(operator, left, right.one), calculate(operator, left, right.other))
    one, other = known(left), known(right)
    if one is not None and other is not None and operator != "@":
        return combine(operator, one, other)
    if operator == "@":
        return Tensor(matmul(shape_of(left), shape_of(right)))
    if isinstance(left, Polynomial) and isinstance(right, Polynomial):
        return _whole(operator, left, right)
    if operator == "+" and isinstance(left, Several) and isinstance(right, Several):
        return Several((*left.items, *right.items))
    return Tensor(broadcast_all((shape_of(left), shape_of(right))))


def _whole(operator: t.BinaryOperator, left: Polynomial, right: Polynomial) -> Abstract:
    if operator in WHOLE:
        return WHOLE[operator](left, right) or SCALAR
    exponent = number(right)
    if operator == "**" and exponent is not None and 0 <= exponent <= 8:
        return product((left,) * exponent) or SCALAR
    return SCALAR


def compare(operators: Sequence[t.CompareOperator], values: Sequence[Abstract]) -> Abstract:
    """What a comparison gives: a truth value where it is the same whatever names stand for."""
    pairs = zip(operators, values, values[1:], strict=False)
    held = [_holds(operator, one, other) for operator, one, other in pairs]
    if False in held:
        return Fact(False)
    if None not in held:
        return Fact(True)
    return Tensor(broadcast_all(shape_of(value) for value in values))


def _holds(operator: t.CompareOperator, left: Abstract, right: Abstract) -> bool | None:
    if isinstance(left, Fact) and isinstance(right, Fact) and operator in ("==", "!="):
        return (left == right) == (operator == "==")
    if isinstance(left, Several) and isinstance(right, Several) and operator in ("==", "!="):
        same = _alike(left, right)
        return None if same is None else same == (operator == "==")
    one, other = known(left), known(right)
    if one is not None and other is not None:
        return compare_numbers(operator, one, other)
    if not isinstance(left, Polynomial) or not isinstance(right, Polynomial):
        return None
    difference = number(subtract(left, right))
    if difference is None:
        return None
    return {
        "<": difference < 0,
        "<=": difference <= 0,
        ">": difference > 0,
        ">=": difference >= 0,
        "==": difference == 0,
        "!=": difference != 0,
    }.get(operator)


def _alike(left: Several, right: Several) -> bool | None:
    """Whether two lists hold the same; None where that depends."""
    items = (*left.items, *right.items)
    if any(isinstance(item, Rest) for item in items):
        return None
    if len(left.items) != len(right.items):
        return False
    pairs = zip(left.items, right.items, strict=True)
    held = [
        _holds("==", one, other)
        for one, other in pairs
        if not isinstance(one, Rest) and not isinstance(other, Rest)
    ]
    return False if False in held else None if None in held else True
