"""Static numbers whose value is known, computed as a run would, within the language's bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from wtspec.catalog import facts, has
from wtspec.language import tree as t
from wtspec.language.static.arithmetic import StaticError, calculate, show
from wtspec.language.static.functions import call_static
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.values import Abstract, Fact
from wtspec.shapes.given import plain
from wtspec.shapes.misfit import MisfitError


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
        return plain(call_static(function, arguments))
    except StaticError as fault:
        raise _misfit(fault) from None


def check_domain(function: str, argument: Abstract) -> None:
    """Refuses a number for which a function of Keras's has no value.

    Raises:
        MisfitError: `invalid-argument`.
    """
    value, domain = known(argument), facts(function).domain
    if value is None or math.isnan(value):
        return
    pole = value == 0 and has(function, "nonzero")
    if not pole and (domain is None or domain.hold(value)):
        return
    message = f"`{function}({show(value)})` has no finite value"
    raise MisfitError("invalid-argument", message)


def _misfit(fault: StaticError) -> MisfitError:
    code, message, expected, repair = fault.parts
    return MisfitError(code, message, expected=expected, help=repair)
