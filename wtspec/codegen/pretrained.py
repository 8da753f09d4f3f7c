"""Prints how a stand-alone script loads weights from a file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from wtspec.codegen.expressions import Printer
from wtspec.codegen.lines import Lines, indented
from wtspec.codegen.naming import ModuleNames
from wtspec.language import tree as t
from wtspec.language.print import quote
from wtspec.program.bound import Reference
from wtspec.program.declared import Pretrained, Program
from wtspec.program.scans import scans
from wtspec.program.walk import expressions

_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
_FILL_WEIGHT = [
    "def fill_weight(path, value, find):",
    '    """What `find` has for a path, else the value; for a stack what it has for each block."""',
    '    if "*" in path:',
    '        paths = [path.replace("*", str(index), 1) for index in range(len(value))]',
    "        return np.stack([fill_weight(*each, find) for each in zip(paths, value)])",
    "    found = find(path)",
    "    return value if found is None else found",
]
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
        return [*_FILL_WEIGHT, "", "", *lines]
    return [
        *lines,
        f"        value = {find}(weight_path(variable))",
        "        if value is not None:",
        "            variable.assign(value)",
    ]


def _sources(program: Program, given: Pretrained, names: ModuleNames) -> Lines:
    """A pattern of paths with a function of its placeholders each, exact paths first."""
    lines: Lines = []
    printer = Printer("function", names, settings=program.params)
    entries = sorted(given.map or (), key=lambda entry: bool(_PLACEHOLDER.search(entry[0])))
    for path, source, _ in entries:
        found = _PLACEHOLDER.findall(path)
        read = [node for node in expressions(source) if isinstance(node, Reference)]
        tensors = {n.name: f"tensors[{_filled(n.name)}]" for n in read if n.role == "tensor"}
        if isinstance(source, t.Value):
            text = f"tensors[{_filled(str(source.value))}]"
        else:
            text = replace(printer, names=tensors).print(source)
        arguments = f" {', '.join(dict.fromkeys(found))}" if found else ""
        lines.append(f"({quote(_path_pattern(path))}, lambda{arguments}: {text}),")
    return lines


def _filled(name: str) -> str:
    return f"f{quote(name)}" if _PLACEHOLDER.search(name) else quote(name)


def _path_pattern(path: str) -> str:
    """A regular expression in which each placeholder is a group; a repeated one refers back."""
    seen: set[str] = set()
    parts: list[str] = []
    end = 0
    for found in _PLACEHOLDER.finditer(path):
        name = found[1]
        parts.append(re.escape(path[end : found.start()]))
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>[^/]+?)")
        seen.add(name)
        end = found.end()
    return "".join([*parts, re.escape(path[end:])])
