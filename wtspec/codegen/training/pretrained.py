"""Prints how a stand-alone script loads weights from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from wtspec.codegen.brought import fill, said
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Code, Lines
from wtspec.codegen.naming import ModuleNames, unique, variable
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import Precedence, Render, escape, quote, render
from wtspec.program.bound import Reference
from wtspec.program.pretrained import Pretrained
from wtspec.program.program import Program
from wtspec.program.scans import scans
from wtspec.program.template import ACROSS, divide, joint, placeholders, rank


def print_load(program: Program, names: ModuleNames) -> Code:
    """The function `load_pretrained`; nothing where no file is to be loaded."""
    given = program.pretrained
    if given is None:
        return Code([])
    printer = Printer("function", names, settings=program.params)
    file = (PurePath(program.origin).parent / given.file).as_posix()
    texts = {"FILE": quote(file)}
    marks = said(scans=scans(program), maps=given.map is not None)
    if given.map is not None:
        texts["SOURCES"] = f"[{' '.join(_sources(printer, given))}]"
    return printer.code([]) + fill("load_pretrained", texts, marks)


def print_source(source: Expression, printer: Printer, pattern: str) -> str:
    """A source as an expression over `tensors` and a variable for each placeholder.

    Args:
        source: The name of a tensor, or a formula.
        printer: Of the formula.
        pattern: The path that has the placeholders.
    """
    variables = placeholder_variables(pattern, printer.module)
    if isinstance(source, t.Value) and isinstance(source.value, str):
        return _tensor(source.value, variables)

    def leaf(node: Expression, child: Render) -> tuple[str, int] | None:
        match node:
            case Reference(name, "tensor"):
                return _tensor(name, variables), Precedence.POSTFIX
            case Reference(name, "placeholder"):
                return f"int({variables[name]})", Precedence.POSTFIX
            case _:
                return printer.leaf(node, child)

    return render(source, leaf)


def placeholder_variables(pattern: str, names: ModuleNames) -> dict[str, str]:
    """A variable for each placeholder of a path, by its name in the order of the path."""
    taken = {"tensors", "bounded", *names.functions.values()}
    variables: dict[str, str] = {}
    for name in placeholders(pattern):
        if name not in variables:
            variables[name] = unique("names" if name == ACROSS else variable(name), taken)
            taken.add(variables[name])
    return variables


def _tensor(name: str, variables: Mapping[str, str]) -> str:
    literals, names = divide(name)
    if not names:
        return f"tensors[{quote(name)}]"
    parts = [escape(text, '"').replace("{", "{{").replace("}", "}}") for text in literals]
    filled = [
        f"{{{variables[one]}.replace('/', '.')}}"
        if one == ACROSS and joint(name) == "."
        else f"{{{variables[one]}}}"
        for one in names
    ]
    whole = "".join(text for pair in zip(parts, [*filled, ""], strict=True) for text in pair)
    return f'tensors[f"{whole}"]'


def _sources(printer: Printer, given: Pretrained) -> Lines:
    """A pattern of paths with a function of its placeholders each, the most specific first."""
    lines: Lines = []
    for line in sorted(given.map or (), key=lambda line: rank(line.pattern), reverse=True):
        arguments = ", ".join(placeholder_variables(line.pattern, printer.module).values())
        text = print_source(line.source, printer, line.pattern)
        head = f"lambda {arguments}" if arguments else "lambda"
        lines.append(f"({quote(_path_pattern(line.pattern, printer.module))}, {head}: {text}),")
    return lines


def _path_pattern(path: str, module: ModuleNames) -> str:
    """A regular expression in which each placeholder is a group; a repeated one refers back."""
    variables, seen = placeholder_variables(path, module), set[str]()
    literals, names = divide(path)
    parts = [re.escape(literals[0])]
    for name, literal in zip(names, literals[1:], strict=True):
        one = "." if name == ACROSS else "[^/]"
        group = f"(?P<{variables[name]}>{one}+?)"
        parts += [f"(?P={variables[name]})" if name in seen else group, re.escape(literal)]
        seen.add(name)
    return "".join(parts)
