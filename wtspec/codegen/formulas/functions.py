"""Prints the file's functions."""

from __future__ import annotations

from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.formulas.statements import BodyPrinter
from wtspec.codegen.lines import Code, define
from wtspec.codegen.naming import ModuleNames, variable
from wtspec.errors import Source
from wtspec.program.declared import Function


def print_function(function: Function, module: ModuleNames, main: Source) -> Code:
    """A function of the module's top level."""
    printer = Printer("function", module)
    parameters = [
        variable(name) if default is None else f"{variable(name)}={printer.print(default)}"
        for name, default in function.parameters
    ]
    body = BodyPrinter(printer, main).body(function.body)
    name = module.functions[function.name]
    return printer.code(define(name, parameters, body))
