"""Prints what a script weighs classes by."""

from __future__ import annotations

from wtspec.codegen.displays import dict_of
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines
from wtspec.codegen.training.data import name_learned
from wtspec.language import Expression
from wtspec.language.print import quote
from wtspec.program.answers.looked_up import LookedUp, find_looked_up
from wtspec.program.program import Program
from wtspec.program.training import Training

_NAME = "class_weight"


def print_class_weight(printer: Printer, program: Program, training: Training) -> tuple[Lines, str]:
    """The statements before `fit`, and the weights by label as an expression."""
    given = training.class_weight
    if not given:
        return [], "{}"
    if given == "balanced":
        counts = printer.call("count_classes", "targets", "weights" if _weighs(program) else "")
        return [f"{_NAME} = {printer.call('balance', counts)}"], _NAME
    looked_up = _looked_up(program)
    if looked_up is None:
        return [], repr(dict(given))
    return _named(printer, program, looked_up, given)


def _named(
    printer: Printer,
    program: Program,
    looked_up: LookedUp,
    given: tuple[tuple[int | str, float], ...],
) -> tuple[Lines, str]:
    kept = f'learned.state[{quote(name_learned(looked_up.call, program))}]["categories"]'
    weights = dict_of((key, repr(weight)) for key, weight in given)
    labels = printer.call("by_label", weights, kept, repr(looked_up.first))
    return [f"{_NAME} = {labels}"], _NAME


def _weighs(program: Program) -> bool:
    return program.data is not None and program.data.weights is not None


def _looked_up(program: Program) -> LookedUp | None:
    targets = program.data.targets if program.data is not None else None
    return find_looked_up(targets, program.params) if isinstance(targets, Expression) else None
