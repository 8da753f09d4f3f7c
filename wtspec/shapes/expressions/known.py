"""Static numbers whose value is known, computed as a run would, within the language's bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from wtspec.language import STATIC_FUNCTIONS
from wtspec.language import tree as t
from wtspec.language.static.arithmetic import StaticError, calculate, show
from wtspec.language.static.functions import call_static
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.values import Abstract, Fact
from wtspec.shapes.given import plain
from wtspec.shapes.misfit import MisfitError

_WITHOUT_VALUE: dict[str, Callable[[float], bool]] = {
    "arccos": lambda x: abs(x) > 1,
    "arccosh": lambda x: x < 1,
    "arcsin": lambda x: abs(x) > 1,
    "arctanh": lambda x: abs(x) >= 1,
    "log": lambda x: x <= 0,
    "log10": lambda x: x <= 0,
    "log1p": lambda x: x <= -1,
    "log2": lambda x: x <= 0,
    "reciprocal": lambda x: x == 0,
    "rsqrt": lambda x: x <= 0,
    "sqrt": lambda x: x < 0,
}
"""Functions of Keras's, and the numbers for which they give none that is finite."""


def known(value: Abstract) -> float | None:
    """A static number whose value is known."""
    if isinstance(value, Fact):
        fact = value.value
        return fact if isinstance(fact, float) else None
    return number(value)


def combine(operator: t.BinaryOperator, left: float, right: float) -> Abstract:
    """What arithmetic of two numbers gives.

    Raises:
        MisfitError: What `StaticError` says.
    """
    try:
        return plain(calculate(operator, left, right))
    except StaticError as fault:
        raise _misfit(fault) from None


def call_known(function: str, arguments: Sequence[float]) -> Abstract:
    """What a function of static values gives.

    Raises:
        MisfitError: What `StaticError` says.
    """
    try:
        return plain(call_static(function, STATIC_FUNCTIONS[function], arguments, {}))
    except StaticError as fault:
        raise _misfit(fault) from None


def check_domain(function: str, argument: Abstract) -> None:
    """Refuses a number for which a function of Keras's has no value.

    Raises:
        MisfitError: `invalid-argument`.
    """
    value, outside = known(argument), _WITHOUT_VALUE.get(function)
    if outside is None or value is None or math.isnan(value) or not outside(value):
        return
    message = f"`{function}({show(value)})` has no finite value"
    raise MisfitError("invalid-argument", message)


def _misfit(fault: StaticError) -> MisfitError:
    code, message, expected, repair = fault.parts
    return MisfitError(code, message, expected=expected, help=repair)
