"""Functions of static values, and `shape` and `ndim` of tensors."""

from __future__ import annotations

from wtspec.language import STATIC_FUNCTIONS
from wtspec.shapes.algebra.arithmetic import calculate
from wtspec.shapes.algebra.polynomial import Polynomial, add, constant, number, subtract
from wtspec.shapes.algebra.shape import Rest, has_rest
from wtspec.shapes.algebra.values import (
    SCALAR,
    Abstract,
    Copies,
    Fact,
    Position,
    Several,
    flag,
    shape_of,
    size_of,
)
from wtspec.shapes.expressions.known import call_known, known

MOST_ROUNDS = 32
"""A loop of a known number of rounds is followed round by round up to here."""


def call_static(function: str, arguments: list[Abstract]) -> Abstract:
    """What a call gives."""
    first = arguments[0] if arguments else None
    numbers = [one for one in map(known, arguments) if one is not None]
    known_function = STATIC_FUNCTIONS.get(function)  # not `shape`, `ndim` and `nesting`
    of_numbers = known_function is not None and known_function.of_numbers
    if of_numbers and numbers and len(numbers) == len(arguments):
        value = call_known(function, numbers)
        return _range(arguments) if function == "range" else value
    match function:
        case "shape":
            return _shape(first)
        case "ndim":
            shape = shape_of(first)
            return None if shape is None or has_rest(shape) else constant(len(shape))
        case "nesting":
            return _nesting(first)
        case "len":
            return _length(first)
        case "range":
            return _range(arguments)
        case "int":
            return first if isinstance(first, Polynomial) else SCALAR
        case "sum":
            return _total(first)
        case "all" | "any":
            return _decided(function, first)
        case "min" | "max":
            return _extreme(function, arguments)
        case _:
            return SCALAR


def _shape(value: Abstract) -> Abstract:
    shape = shape_of(value)
    return None if shape is None else Several(tuple(shape))


def _nesting(value: Abstract | Rest) -> Abstract:
    if isinstance(value, Several) and value.items:
        inner = _nesting(value.items[0])
        return add(inner, constant(1)) if isinstance(inner, Polynomial) else None
    if isinstance(value, Polynomial | Rest):
        return constant(0)
    return call_static("ndim", [value])


def _length(value: Abstract) -> Abstract:
    if isinstance(value, Several) and not any(isinstance(item, Rest) for item in value.items):
        return constant(len(value.items))
    return value.count if isinstance(value, Copies) else None


def _range(arguments: list[Abstract]) -> Abstract:
    plain = [number(argument) for argument in arguments]
    known = [one for one in plain if one is not None]
    if len(known) == len(plain) and 0 not in known[2:]:
        rounds = range(*known)
        if len(rounds) <= MOST_ROUNDS:
            return Several(tuple(constant(one) for one in rounds))
    if len(arguments) == 1:
        count = size_of(arguments[0])
        return Copies(Position(count), count)
    return Copies(None, None)


def _total(value: Abstract) -> Abstract:
    """The sum of a list; `Copies` of unknown items and the like have none that is known."""
    if not isinstance(value, Several):
        return SCALAR
    total: Abstract = constant(0)
    for item in value.items:
        if isinstance(item, Rest) or shape_of(item) != ():
            return SCALAR
        total = calculate("+", total, item)
    return total


def _decided(function: str, value: Abstract) -> Abstract:
    """Whether all hold, or any does; one item may decide where others are not known."""
    if not isinstance(value, Several):
        return SCALAR
    decisive = function == "any"
    held = [flag(item) if isinstance(item, Fact) else None for item in value.items]
    if decisive in held:
        return Fact(decisive)
    return SCALAR if None in held else Fact(not decisive)


def _extreme(function: str, arguments: list[Abstract]) -> Abstract:
    if len(arguments) == 1 and isinstance(first := arguments[0], Several):
        numbers = [number(item) for item in first.items]
        known = [one for one in numbers if one is not None]
        if not known or len(known) < len(numbers):
            return SCALAR
        return constant(min(known) if function == "min" else max(known))
    if not arguments or len(arguments) == 1:
        return SCALAR
    extreme = arguments[0]
    for other in arguments[1:]:
        difference = number(subtract(size_of(extreme), size_of(other)))
        if difference is None:
            return SCALAR
        extreme = extreme if (difference > 0) == (function == "max") else other
    return extreme
