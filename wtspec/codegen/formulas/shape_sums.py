"""Sums of lists and shapes: lists in the language, where Python would have tuples."""

from __future__ import annotations

from collections.abc import Container

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference, StaticCall


def joins_shape(node: Expression, tuples: Container[str]) -> bool:
    """Whether lists and a shape are joined, which Python's `+` would refuse.

    Args:
        tuples: The locals that may be a shape or a part of one.
    """
    found = [of_shape(operand, tuples) for operand in summands(node)]
    return any(found) and not all(found)


def of_shape(node: Expression, tuples: Container[str]) -> bool:
    """Whether an expression gives a shape or a part of one, which is a tuple in Python."""
    match node:
        case t.Subscript(value, t.Slice()):
            return of_shape(value, tuples)
        case t.Binary("+"):
            return all(of_shape(operand, tuples) for operand in summands(node))
        case t.Conditional(_, body, orelse):
            return of_shape(body, tuples) or of_shape(orelse, tuples)
        case Reference(name, "local"):
            return name in tuples
        case _:
            return isinstance(node, StaticCall) and node.function == "shape"


def summands(node: Expression) -> list[Expression]:
    """What a chain of `+` adds up."""
    if isinstance(node, t.Binary) and node.operator == "+":
        return [*summands(node.left), *summands(node.right)]
    return [node]
