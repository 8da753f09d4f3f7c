"""Says in which order the calls of data formulas can learn."""

from __future__ import annotations

from wtspec.codegen.formulas.data_calls import is_learned, learned_name
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.naming import module_names
from wtspec.language import Expression
from wtspec.language.print import Precedence
from wtspec.program.bound import Operation
from wtspec.program.program import Program
from wtspec.program.walk import below


def learning_levels(program: Program) -> dict[str, int]:
    """The level of each call that learns, by its name: 1 where nothing in its arguments does.

    Else it is one more than the highest of these: `standardize(impute(x, "median"))` has 2.
    """
    if program.data is None:
        return {}
    printer = Printer("data", module_names(program), settings=program.params)
    levels: dict[str, int] = {}
    for _, formula in program.data.each_formula:
        _level(formula, printer, levels)
    return levels


def _level(node: Expression, printer: Printer, levels: dict[str, int]) -> int:
    """The highest level in an expression; notes those of its calls."""
    level = max((_level(inner, printer, levels) for inner in below(node)), default=0)
    if not (isinstance(node, Operation) and is_learned(node)):
        return level
    name = learned_name(node, lambda argument, _=Precedence.CONDITIONAL: printer.print(argument))
    levels[name] = level + 1
    return level + 1
