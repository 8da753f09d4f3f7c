"""Finds the classes that a target's formula looks up, and where it counts them from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.answers.constants import constant
from wtspec.program.bound import Operation, Reference

_SHAPING = frozenset({"cast", "expand_dims", "squeeze", "reshape"})
"""What changes neither labels nor the order of a vector's entries, of a number a row."""


class LookedUp(Struct, frozen=True):
    """Targets whose classes a call has learned.

    Attributes:
        call: Of `lookup`, `one_hot` or `many_hot`.
        first: The label of the first category, or its place in the row's vector.
        vectors: Whether a row has an entry for each class, and no label.
    """

    call: Operation
    first: int
    vectors: bool = False


def find_looked_up(formula: Expression, params: Mapping[str, object]) -> LookedUp | None:
    """The classes of a target; None where its labels are numbers of their own.

    Args:
        formula: Bound.
        params: The values of the file's params.
    """
    match formula:
        case Operation() if formula.function.name in _SHAPING and formula.arguments:
            return find_looked_up(formula.arguments[0], params)
        case Operation():
            return _called(formula, params)
        case t.Binary("-", left, right):
            return _moved(left, right, -1, params)
        case t.Binary("+", left, right):
            return _moved(left, right, 1, params) or _moved(right, left, 1, params)
        case t.Subscript(value, position):
            found, start = find_looked_up(value, params), _start(position, params)
            if found is None or start is None or not found.vectors:
                return None
            return LookedUp(found.call, found.first - start, vectors=True)
        case _:
            return None


def _called(call: Operation, params: Mapping[str, object]) -> LookedUp | None:
    match call.function.name:
        case "lookup":
            return LookedUp(call, 1)
        case "one_hot" if len(call.arguments) + len(call.keywords) == 1:
            return LookedUp(call, 1, vectors=True)
        case "one_hot" if call.arguments:
            labels = find_looked_up(call.arguments[0], params)
            return None if labels is None else LookedUp(labels.call, labels.first, vectors=True)
        case "many_hot":
            return LookedUp(call, 0, vectors=True)
        case "subtract" if len(call.arguments) == 2:
            return _moved(*call.arguments, -1, params)
        case "add" if len(call.arguments) == 2:
            left, right = call.arguments
            return _moved(left, right, 1, params) or _moved(right, left, 1, params)
        case "maximum" if len(call.arguments) == 2:
            left, right = call.arguments
            return _filled(left, right, params) or _filled(right, left, params)
        case _:
            return None


def _moved(
    labels: Expression, by: Expression, sign: int, params: Mapping[str, object]
) -> LookedUp | None:
    found, number = find_looked_up(labels, params), constant(by, params)
    if found is None or found.vectors or number is None or number != int(number):
        return None
    return LookedUp(found.call, found.first + sign * int(number))


def _filled(labels: Expression, least: Expression, params: Mapping[str, object]) -> LookedUp | None:
    """Labels of which those that stand for no category become another."""
    found, number = find_looked_up(labels, params), constant(least, params)
    return None if found is None or number is None or number > found.first else found


def _start(position: Expression, params: Mapping[str, object]) -> int | None:
    """Where `[:, 1:]` or `[..., 1:]` begins."""
    match position:
        case t.Tuple((t.Dots() | t.Slice(None, None, None), t.Slice(start, None, None))):
            number = 0 if start is None else constant(start, params)
            return int(number) if number is not None and number >= 0 else None
        case _:
            return None


def column_text(formula: Expression) -> str:
    """How a file names the column that a formula is; `…` for what is more than a column."""
    match formula:
        case Reference(name, "column") if name.isidentifier():
            return name
        case Reference(name, "column") if '"' not in name:
            return f'column("{name}")'
        case _:
            return "…"
