"""Real modules that generated source may bring along: they are read, none is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct

from wtspec.codegen.lines import Lines
from wtspec.sources.formats import FORMATS

_PACKAGE = Path(__file__).parents[1]
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
_LEARN = (
    "blocks", "bounds", "moments", "sample", "categories", "bins", "fills", "parted", "words",
    "tags", "tokens", "states",
)  # fmt: skip
RUN = tuple(
    f"wtspec.{name}"
    for name in (
        "sources.iso_dates", "sources.date_forms", "sources.number_forms", "sources.bool_words",
        "data.readers.moments", "data.readers.plain_array", "data.readers.arrow_moments",
        "data.readers.arrow_columns", "data.readers.read_sklearn",
        "data.readers.csv_text", "data.readers.csv_cells",
        *(f"data.readers.{one.module}" for one in FORMATS.values()),
        "sources.image_folder", "data.images.decode_image", "data.images.decode_images",
        "data.images.read_images",
        "data.images.files_beside", "data.images.image",
        "data.readers.draw_synthetic", "data.arrays", "data.dates", "sources.argument_words",
        *(f"data.learn.{one}" for one in _LEARN), "data.learned", "data.class_weights",
        "data.narrow", "data.dividing.label_codes", "data.dividing.part_sizes",
        "data.dividing.order_key", "data.readers.read_windows", "data.dividing.draw_parts",
        "data.dividing.group_parts", "data.dividing.order_parts",
        "data.split", "data.batches", "data.keras_batches", "data.own_batches",
        "model.constrain",
    )
)  # fmt: skip
"""What a run does as well, such as to read rows: scripts bring it, modules import it."""


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


class Module(Struct, frozen=True):
    """What a module imports and what it defines, by name."""

    imported: dict[str, Import]
    defined: dict[str, Definition]


def definitions(modules: Iterable[str]) -> dict[str, Definition]:
    """What modules define, by name, in the order of the modules and of their lines."""
    return {name: one for module in modules for name, one in read(module).defined.items()}


def names_in(modules: Iterable[str]) -> frozenset[str]:
    """What modules define or import."""
    several = [read(module) for module in modules]
    return frozenset(name for one in several for name in (*one.defined, *one.imported))


def import_of(name: str) -> Import:
    """What binds a name that source needs: as the modules import it, else from where it stands.

    Raises:
        KeyError: Nothing does: some printer needs what it does not say.
    """
    for module in (*LAYERS, *TRAINING, *RUN):
        found = read(module)
        if name in found.defined:
            return Import(module, name)
        if name in found.imported and not found.imported[name].module.startswith("wtspec."):
            return found.imported[name]
    raise KeyError(name)


@cache
def read(module: str) -> Module:
    """A module of wtspec's, parsed, not imported."""
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
    return Module(imported, defined)


def _is_given(statement: ast.stmt, lines: Lines) -> bool:
    return lines[statement.lineno - 1].endswith("  # given")
