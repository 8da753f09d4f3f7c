"""Numbers that formulas over the data hold, known before any row is read."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.reserved import CONSTANT_VALUES
from wtspec.language.static.arithmetic import StaticError, calculate
from wtspec.program.bound import Reference


def constant(node: Expression, params: Mapping[str, object]) -> float | None:
    """The number that an expression is, whatever the rows are; None where it is none.

    Args:
        node: Bound.
        params: The values of the file's params.
    """
    value = _value(node, params)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _value(node: Expression, params: Mapping[str, object]) -> object:
    match node:
        case t.Value(value):
            return value
        case t.Constant(name):
            return CONSTANT_VALUES[name]
        case Reference(name, "setting"):
            return params.get(name)
        case t.Negative(operand):
            number = constant(operand, params)
            return None if number is None else -number
        case t.Binary(operator, left, right):
            sides = constant(left, params), constant(right, params)
            try:
                return None if None in sides else calculate(operator, *sides)
            except (StaticError, OverflowError):
                return None
        case _:
            return None
