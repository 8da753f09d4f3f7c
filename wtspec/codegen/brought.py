"""What generated source brings along: definitions of real modules, as text. None is imported.

A statement whose first line ends in `# where: NAME, not OTHER` comes only where NAME is among what
is needed or said, and OTHER is not. A name that a module assigns with `# given` at the end stands
for an expression of the program, and is written as that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType

from msgspec import Struct

from wtspec.codegen.lines import Code, Lines

_PACKAGE = Path(__file__).parents[1]
_MARK = re.compile(r"  # where: ([\w, ]+)$")
LAYERS = tuple(
    f"wtspec.codegen.runtime.{name}"
    for name in ("trace", "calls", "wrappers", "masked", "cells", "replaced")
)
"""What layers and formulas call. What is brought stands in the order of these modules."""
TRAINING = tuple(
    f"wtspec.codegen.runtime.{name}"
    for name in (
        "metrics", "paths", "model", "optimizer", "accumulate", "groups", "pretrained", "script",
    )
)  # fmt: skip
"""What compiles models, and what scripts do besides."""
DATA = (
    *(
        f"wtspec.data.readers.{name}"
        for name in (
            "plain_array", "arrow_columns", "read_sklearn", "read_csv", "read_parquet",
            "read_arrays", "draw_synthetic",
        )
    ),
    *(
        f"wtspec.data.{name}"
        for name in (
            "arrays", "learned", "class_weights", "narrow", "split", "batches", "keras_batches",
        )
    ),
)  # fmt: skip
"""What reads and prepares rows, as a run does: scripts bring it, modules import it."""


class Import(Struct, frozen=True):
    """What binds a name to a module, or to a part of one."""

    module: str
    name: str | None = None
    alias: str | None = None

    @property
    def bound(self) -> str:
        """The name that it binds."""
        return self.alias or self.name or self.module


class Definition(Struct, frozen=True):
    """A function, a class or a constant of a module, with the text behind a constant."""

    module: str
    statements: tuple[ast.stmt, ...]
    text: Lines


def definitions(modules: Iterable[str]) -> dict[str, Definition]:
    """What modules define, by name, in the order of the modules and of their lines."""
    return {name: one for module in modules for name, one in _read(module).defined.items()}


def names_in(modules: Iterable[str]) -> frozenset[str]:
    """What modules define or import."""
    several = [_read(module) for module in modules]
    return frozenset(name for one in several for name in (*one.defined, *one.imported))


def import_of(name: str) -> Import:
    """What binds a name that source needs: as the modules import it, else from where it stands.

    Raises:
        KeyError: Nothing does: some printer needs what it does not say.
    """
    for module in (*LAYERS, *TRAINING, *DATA):
        read = _read(module)
        if name in read.defined:
            return Import(module, name)
        if name in read.imported and not read.imported[name].module.startswith("wtspec."):
            return read.imported[name]
    raise KeyError(name)


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
    lines = [line for one in several for line in ("", "", *one.lines)]
    every = frozenset(needs).union(*(one.needs for one in several))
    return Code(lines, every - found.keys())


def fill(name: str, given: Mapping[str, str], marks: Collection[str] = ()) -> Code:
    """A definition with expressions of the program.

    Args:
        given: What the names that are marked so stand for.
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
    read = _read(one.module)
    needs = {node.id for node in nodes} & (read.defined.keys() | read.imported.keys())
    needs |= {"annotations"} & read.imported.keys()
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


class _Module(Struct, frozen=True):
    imported: dict[str, Import]
    defined: dict[str, Definition]


@cache
def _read(module: str) -> _Module:
    text = _PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py").read_text("utf-8")
    lines = text.splitlines()
    body = ast.parse(text).body
    imported: dict[str, Import] = {}
    defined: dict[str, Definition] = {}
    for statement, following in zip(body, [*body[1:], None], strict=True):
        match statement:
            case ast.Import(names=names):
                found = [Import(one.name, None, one.asname) for one in names]
                imported |= {one.bound: one for one in found}
            case ast.ImportFrom(module=str(origin), names=names):
                found = [Import(origin, one.name, one.asname) for one in names]
                imported |= {one.bound: one for one in found}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                defined[name] = Definition(module, (statement,), lines)
            case ast.Assign(targets=[ast.Name(id=name)]) if not _is_given(statement, lines):
                told = [following] if isinstance(following, ast.Expr) else []
                defined[name] = Definition(module, (statement, *told), lines)
            case _:
                pass
    return _Module(imported, defined)


def _is_given(statement: ast.stmt, lines: Lines) -> bool:
    return lines[statement.lineno - 1].endswith("  # given")
