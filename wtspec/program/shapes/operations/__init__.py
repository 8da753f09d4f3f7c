"""What Keras's functions do to shapes; a function that is not here gives anything."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.given import Given, Rule
from wtspec.program.shapes.operations.arrange import ARRANGE
from wtspec.program.shapes.operations.create import CREATE
from wtspec.program.shapes.operations.elementwise import ELEMENTWISE
from wtspec.program.shapes.operations.gather import GATHER
from wtspec.program.shapes.operations.merge import MERGE
from wtspec.program.shapes.operations.multiply import MULTIPLY
from wtspec.program.shapes.operations.reduce import REDUCE
from wtspec.program.shapes.operations.reshape import RESHAPE
from wtspec.program.shapes.values import Abstract

RULES: Mapping[str, Rule] = {
    **ELEMENTWISE,
    **REDUCE,
    **MULTIPLY,
    **RESHAPE,
    **ARRANGE,
    **MERGE,
    **GATHER,
    **CREATE,
}


def operate(function: str, given: Given) -> Abstract:
    """What one of Keras's functions gives."""
    rule = RULES.get(function)
    return rule(given) if rule is not None else None


__all__ = ["RULES", "operate"]
