"""Prints how a stand-alone script loads weights from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from wtspec.codegen.brought import brought
from wtspec.codegen.formulas.expressions import Printer
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.naming import ModuleNames, unique, variable
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import Precedence, Render, escape, quote, render
from wtspec.program.bound import Reference
from wtspec.program.pretrained import Pretrained
from wtspec.program.program import Program
from wtspec.program.scans import scans
from wtspec.program.template import ACROSS, divide, joint, placeholders, rank

_FIND = [
    "def find(path):",
    "    for pattern, source in sources:",
    "        found = re.fullmatch(pattern, path)",
    "        if found:",
    "            return source(**found.groupdict())",
    "    return None",
]


def print_load(program: Program, given: Pretrained, names: ModuleNames) -> Lines:
    """The function `load_pretrained`, and the one that it needs where weights may be stacks."""
    file = (PurePath(program.origin).parent / given.file).as_posix()
    lines = [
        "def load_pretrained(model):",
        '    """Gives weights the tensors of a file."""',
        f"    tensors = load_file({quote(file)})",
    ]
    if given.map is not None:
        lines += ["    sources = [", *indented(indented(_sources(program, given, names))), "    ]"]
        lines += ["", *indented(_FIND), ""]
    find = "tensors.get" if given.map is None else "find"
    lines.append("    for variable in model.weights:")
    if scans(program):
        lines += [
            f"        value = fill_weight(weight_path(variable), variable.numpy(), {find})",
            "        variable.assign(value)",
        ]
        return [*brought("paths", "fill_weight")[2:], "", "", *lines]
    return [
        *lines,
        f"        value = {find}(weight_path(variable))",
        "        if value is not None:",
        "            variable.assign(value)",
    ]


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


def _sources(program: Program, given: Pretrained, names: ModuleNames) -> Lines:
    """A pattern of paths with a function of its placeholders each, the most specific first."""
    lines: Lines = []
    printer = Printer("function", names, settings=program.params)
    for line in sorted(given.map or (), key=lambda line: rank(line.pattern), reverse=True):
        arguments = ", ".join(placeholder_variables(line.pattern, names).values())
        text = print_source(line.source, printer, line.pattern)
        head = f"lambda {arguments}" if arguments else "lambda"
        lines.append(f"({quote(_path_pattern(line.pattern, names))}, {head}: {text}),")
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
