"""Prints what the data's columns become, in NumPy."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.codegen.formulas.data_calls import is_learned, learned_name, names_files
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines, define, placed
from wtspec.codegen.naming import ModuleNames, module_names
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language.print import quote
from wtspec.program.bound import Operation
from wtspec.program.counted import counted_calls
from wtspec.program.program import Program
from wtspec.program.walk import expressions

Formulas = Expression | tuple[tuple[str, Expression], ...]


def print_data(program: Program, module: ModuleNames, main: Source) -> Code:
    """A function each for the rows that are used, the model's inputs, targets and rows' weights.

    They are apart since predicting has rows without targets.
    """
    data = program.data
    if data is None:
        return Code([])
    printer = Printer("data", module, settings=program.params)
    given = data_arguments(program)
    parts: list[tuple[str, tuple[str, ...], str, Formulas | None]] = [
        ("make_rows", given[:1], "Which rows of a table are used.", data.rows),
        ("make_inputs", given, "What the model is given for the rows of a table.", data.inputs),
        ("make_targets", given, "What the model should give for them.", data.targets),
        ("make_weights", given, "How much each row counts.", data.weights),
    ]
    lines = [
        line
        for name, arguments, doc, formulas in parts
        if formulas is not None
        for line in define(name, arguments, _body(printer, formulas, main), doc)
    ]
    return Code(lines, frozenset(printer.needs - set(given)))


def data_arguments(program: Program) -> tuple[str, ...]:
    """What the functions of the data are given: `files` only where a formula reads some."""
    return ("table", "learned", "files") if reads_files(program) else ("table", "learned")


def reads_files(program: Program) -> bool:
    """Whether a formula of the data reads files that the table names."""
    return any(names_files(node) for node in _operations(program))


def learned_functions(program: Program) -> frozenset[str]:
    """The functions in formulas of the data that learn from the training rows."""
    return frozenset(node.function.name for node in _operations(program) if is_learned(node))


def _operations(program: Program) -> Iterator[Operation]:
    formulas = program.data.each_formula if program.data is not None else ()
    for _, formula in formulas:
        yield from (node for node in expressions(formula) if isinstance(node, Operation))


def name_learned(call: Operation, program: Program) -> str:
    """What a call of a function that learns is called in what was learned."""
    printer = Printer("data", module_names(program), settings=program.params)
    return learned_name(call, printer.print)


def names_of_classes(program: Program) -> dict[str, str]:
    """What the calls are called whose indices the model counts, by their columns."""
    if program.data is None or program.model is None:
        return {}
    calls = counted_calls(formula for _, formula in program.data.each_formula)
    return {
        column: name_learned(next(iter(calls[column].values())), program)
        for column in program.model.classes
        if column in calls
    }


def _body(printer: Printer, formulas: Formulas, main: Source) -> Lines:
    if isinstance(formulas, tuple) and len(formulas) == 1:
        ((key, formula),) = formulas
        text = f"return {{{quote(key)}: {printer.print(formula)}}}"
        return [placed(text, formula.span, main)]
    if isinstance(formulas, tuple):
        lines = [
            placed(f"values[{quote(key)}] = {printer.print(formula)}", formula.span, main)
            for key, formula in formulas
        ]
        return ["values = {}", *lines, "return values"]
    return [placed(f"return {printer.print(formulas)}", formulas.span, main)]
