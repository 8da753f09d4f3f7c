"""What generated source brings along: definitions of real modules, as text. None is imported.

A statement whose first line ends in `# where: NAME, not OTHER` comes only where NAME is among what
is needed or said, and OTHER is not. A name that a module assigns with `# given` at the end stands
for an expression of the program, and is written as that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Mapping
from textwrap import dedent
from types import MappingProxyType

from wtspec.codegen.lines import Code
from wtspec.codegen.read_modules import TRAINING, Definition, definitions, read

_MARK = re.compile(r"  # where: ([\w, ]+)$")


def bring(needs: Collection[str], modules: Iterable[str], marks: Collection[str] = ()) -> Code:
    """The definitions among what is needed, with those that they need in turn.

    Args:
        needs: Names.
        modules: Where they may come from. What else is needed stays a need.
        marks: What statements are marked with, besides these names.
    """
    known = definitions(modules)
    found: dict[str, Code] = {}
    waiting = set(needs)
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = _printed(known[name], {*needs, *marks})
            waiting |= found[name].needs
    several = [found[name] for name in known if name in found]
    lines = [line for one in several for line in one.lines]
    every = frozenset(needs).union(*(one.needs for one in several))
    return Code(lines, every - found.keys())


def fill(name: str, given: Mapping[str, str], marks: Collection[str] = ()) -> Code:
    """A definition with expressions of the program.

    Args:
        given: What the names that are marked so stand for; who printed that says what it needs.
        marks: What statements are marked with.
    """
    return _printed(definitions(TRAINING)[name], marks, given)


def said(**facts: bool) -> set[str]:
    """The marks that hold."""
    return {name for name, holds in facts.items() if holds}


def method(class_: str, name: str) -> Code:
    """A method of a class."""
    one = definitions(TRAINING)[class_]
    members = [node for whole in one.statements for node in ast.iter_child_nodes(whole)]
    named = [node for node in members if isinstance(node, ast.FunctionDef) and node.name == name]
    return _printed(Definition(one.module, tuple(named), one.text))


def _printed(
    one: Definition, marks: Collection[str] = (), given: Mapping[str, str] = MappingProxyType({})
) -> Code:
    kept = _kept(one, marks)
    nodes = [node for node in _names(one) if node.lineno - 1 in kept]
    lines = {number: _MARK.sub("", one.text[number]) for number in kept}
    for node in sorted(nodes, key=lambda node: -node.col_offset):
        if node.id in given:
            line = lines[node.lineno - 1]
            text = line[: node.col_offset], given[node.id], line[node.end_col_offset :]
            lines[node.lineno - 1] = "".join(text)
    around = read(one.module)
    needs = {node.id for node in nodes} & (around.defined.keys() | around.imported.keys())
    needs |= {"annotations"} & around.imported.keys()
    source = dedent("\n".join(lines.values()).rstrip())
    return Code(source.split("\n"), frozenset(needs))


def _kept(one: Definition, marks: Collection[str]) -> list[int]:
    """The lines that come; they count from 0."""
    dropped: set[int] = set()
    for statement in one.statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.stmt) and not _holds(one.text[node.lineno - 1], marks):
                dropped.update(range(*_lines(node)))
    first, last = _lines(one.statements[0])[0], _lines(one.statements[-1])[1]
    return [number for number in range(first, last) if number not in dropped]


def _holds(line: str, marks: Collection[str]) -> bool:
    """Whether a statement with that first line comes."""
    mark = _MARK.search(line)
    words = [one.split() for one in mark[1].split(",")] if mark is not None else []
    return all((name in marks) != bool(negated) for *negated, name in words)


def _names(one: Definition) -> list[ast.Name]:
    nodes = [node for statement in one.statements for node in ast.walk(statement)]
    return [node for node in nodes if isinstance(node, ast.Name)]


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """Where a statement begins, with its decorators, and ends; lines count from 0."""
    above = [one.lineno for one in getattr(statement, "decorator_list", ())]
    return min([statement.lineno, *above]) - 1, statement.end_lineno or statement.lineno
