"""Finds the calls of data formulas whose indices the model can count."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.language import Expression
from wtspec.program.bound import Operation, Reference
from wtspec.program.walk import expressions

COUNTED = ("lookup", "one_hot", "bins", "many_hot", "words", "tokens")
APPLIED = ("length", "num_classes")
"""What says how something learned is applied, and not what is learned."""


def counted_calls(formulas: Iterable[Expression]) -> dict[str, dict[str, Operation]]:
    """The calls whose indices are counted by the column that they are given.

    Those that learn alike are one, by what they say: `lookup` and `one_hot`, or the same words of
    another length.
    """
    found: dict[str, dict[str, Operation]] = {}
    for formula in formulas:
        for node in expressions(formula):
            if isinstance(node, Operation) and node.function.name in COUNTED:
                given = given_to(node)
                argument = given.pop("x", None)
                if isinstance(argument, Reference) and "num_classes" not in given:
                    calls = found.setdefault(argument.name, {})
                    calls.setdefault(_learning(node.function.name, given), node)
    return found


def _learning(function: str, given: dict[str, Expression]) -> str:
    learned = "lookup" if function == "one_hot" else function
    return " ".join(
        [learned, *(one.span.text for name, one in given.items() if name not in APPLIED)]
    )


def given_to(node: Operation) -> dict[str, Expression]:
    """The arguments of a call by their parameters, in the order of these."""
    names = [parameter.name for parameter in node.function.parameters]
    given = dict(zip(names, node.arguments, strict=False))
    given |= {keyword.name: keyword.value for keyword in node.keywords}
    return {name: given[name] for name in names if name in given}
