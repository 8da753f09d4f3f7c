"""Finds losses that reduce over the batch, of which no row can have a weight."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.catalog import facts
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, OwnCall
from wtspec.program.declared import Function, Use
from wtspec.program.outputs import returned

Find = Callable[[str], Function | None]


def gives_scalar(value: Use | Expression | str, find: Find) -> bool:
    """Whether a loss is certainly one number for the whole batch.

    Args:
        value: A component, a formula, or the name of one of the file's functions.
        find: Gives a function of the file.
    """
    if isinstance(value, Use):
        return False
    if isinstance(value, str):
        function = find(value)
        return function is not None and _body_is_scalar(function, find)
    return _is_scalar(value, find)


def _body_is_scalar(function: Function, find: Find) -> bool:
    values = returned(function.body.statements)
    return bool(values) and all(_is_scalar(value, find) for value in values)


def _is_scalar(node: Expression, find: Find) -> bool:
    match node:
        case Operation(function, arguments, keywords):
            named = {keyword.name for keyword in keywords}
            whole = len(arguments) <= 1 and not named & {"axis", "keepdims"}
            return whole and facts(function.name).shape == "reduce"
        case t.Binary(_, left, right):
            sides = (left, right)
            reduced = any(_is_scalar(side, find) for side in sides)
            return reduced and all(
                _is_scalar(side, find) or isinstance(side, t.Value) for side in sides
            )
        case t.Negative(operand):
            return _is_scalar(operand, find)
        case OwnCall(name, _, _):
            function = find(name)
            return function is not None and _body_is_scalar(function, find)
        case _:
            return False
