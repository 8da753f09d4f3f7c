"""Prints what the data's columns become, in NumPy."""

from __future__ import annotations

from wtspec.codegen.formulas.data_calls import is_learned, learned_name
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines, define, placed
from wtspec.codegen.naming import ModuleNames, module_names
from wtspec.errors import Source
from wtspec.language import Expression
from wtspec.language.print import quote
from wtspec.program.bound import Operation
from wtspec.program.program import Program
from wtspec.program.walk import expressions

ARGUMENTS = ("table", "learned")

Formulas = Expression | tuple[tuple[str, Expression], ...]


def print_data(program: Program, module: ModuleNames, main: Source) -> Code:
    """A function each for the model's inputs, its targets and the weights of rows.

    They are apart since predicting has rows without targets.
    """
    data = program.data
    if data is None:
        return Code([])
    printer = Printer("data", module, settings=program.params)
    parts: list[tuple[str, str, Formulas | None]] = [
        ("make_inputs", "What the model is given for the rows of a table.", data.inputs),
        ("make_targets", "What the model should give for them.", data.targets),
        ("make_weights", "How much each row counts.", data.weights),
    ]
    lines = [
        line
        for name, doc, formulas in parts
        if formulas is not None
        for line in _function(printer, name, doc, formulas, main)
    ]
    return Code(lines, frozenset(printer.needs - set(ARGUMENTS)))


def learned_functions(program: Program) -> frozenset[str]:
    """The functions in formulas of the data that learn from the training rows."""
    formulas = program.data.each_formula if program.data is not None else ()
    nodes = (node for _, formula in formulas for node in expressions(formula))
    called = (node for node in nodes if isinstance(node, Operation) and is_learned(node))
    return frozenset(node.function.name for node in called)


def name_learned(call: Operation, program: Program) -> str:
    """What a call of a function that learns is called in what was learned."""
    printer = Printer("data", module_names(program), settings=program.params)
    return learned_name(call, printer.print)


def _function(printer: Printer, name: str, doc: str, formulas: Formulas, main: Source) -> Lines:
    if isinstance(formulas, tuple) and len(formulas) == 1:
        ((key, formula),) = formulas
        text = f"return {{{quote(key)}: {printer.print(formula)}}}"
        body = [placed(text, formula.span, main)]
    elif isinstance(formulas, tuple):
        body = ["values = {}"]
        body += [
            placed(f"values[{quote(key)}] = {printer.print(formula)}", formula.span, main)
            for key, formula in formulas
        ]
        body.append("return values")
    else:
        body = [placed(f"return {printer.print(formulas)}", formulas.span, main)]
    return define(name, ARGUMENTS, body, doc)
