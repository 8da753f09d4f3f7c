"""The statements that make weights, as they stand in the generated source."""

from __future__ import annotations

import ast

from wtspec.codegen.format import format_source
from wtspec.codegen.layers.layer import printer_in
from wtspec.codegen.layers.weights import print_weight
from wtspec.codegen.lines import Lines, define, indented
from wtspec.codegen.naming import module_names
from wtspec.errors import Source
from wtspec.program.program import Program

_INDENT = " " * 8


def weight_statements(program: Program) -> dict[tuple[str, str], str]:
    """The statement of each declared weight, by the names of its layer and its own.

    What it calls to make the first value, or for a penalty, stands above it in the source.
    """
    names, main = module_names(program), Source(program.origin, "")
    made: dict[tuple[str, str], Lines] = {}
    for layer in program.with_model:
        printer = printer_in(names, layer, "build", set())
        for weight in layer.weights:
            made[layer.name, weight.name] = print_weight(printer, layer, weight, main)
    return dict(zip(made, _laid_out(list(made.values())), strict=True))


def _laid_out(several: list[Lines]) -> list[str]:
    """Statements laid out as they are in a method, each without what stands above it."""
    if not several:
        return []
    classes = [["class A:", *indented(define("build", ["self"], one))] for one in several]
    text = format_source("\n".join(line for one in classes for line in one) + "\n")
    lines = text.split("\n")
    found: list[str] = []
    for node in ast.parse(text).body:
        method = node.body[0] if isinstance(node, ast.ClassDef) else None
        if isinstance(method, ast.FunctionDef):
            first = _first(method.body)
            own = lines[first.lineno - 1 : method.end_lineno]
            found.append("\n".join(line.removeprefix(_INDENT) for line in own))
    return found


def _first(body: list[ast.stmt]) -> ast.stmt:
    """The first statement below the last function that is defined."""
    functions = [at for at, one in enumerate(body) if isinstance(one, ast.FunctionDef)]
    return body[functions[-1] + 1 if functions else 0]
