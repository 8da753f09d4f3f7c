"""Says in which order the calls of data formulas can learn."""

from __future__ import annotations

from wtspec.codegen.formulas.data_calls import is_learned
from wtspec.codegen.training.data import name_learned
from wtspec.language import Expression
from wtspec.program.bound import Operation
from wtspec.program.program import Program
from wtspec.program.walk import below


def learning_levels(program: Program) -> dict[str, int]:
    """The level of each call that learns, by its name: 1 where nothing in its arguments does.

    Else it is one more than the highest of these: `standardize(impute(x, "median"))` has 2.
    """
    levels: dict[str, int] = {}
    for _, formula in program.data.each_formula if program.data is not None else ():
        _note_levels(formula, program, levels)
    return levels


def _note_levels(node: Expression, program: Program, levels: dict[str, int]) -> int:
    """The highest level in an expression; notes those of its calls."""
    level = max((_note_levels(inner, program, levels) for inner in below(node)), default=0)
    if isinstance(node, Operation) and is_learned(node):
        level += 1
        levels[name_learned(node, program)] = level
    return level
