"""The columns of a source that data formulas read."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterable

from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation
from wtspec.program.program import Program
from wtspec.program.walk import expressions, names_of

Formulas = tuple[tuple[str, Expression], ...]
"""By name; a formula that stands alone has none."""


def columns_named(formulas: Iterable[tuple[str, Expression]]) -> dict[str, Span]:
    """The columns that formulas name, each with the place where it is first named."""
    return names_of("column", (node for _, one in formulas for node in expressions(one)))


def only_column(formulas: Formulas) -> str | None:
    """The column that formulas read, if they name one and no pattern of names."""
    named = list(columns_named(formulas))
    return named[0] if len(named) == 1 and not any(_patterns(one) for _, one in formulas) else None


def columns_read(formula: Expression, names: Iterable[str]) -> list[str]:
    """The columns that a formula reads, by name or by a pattern of the names that there are."""
    patterns = _patterns(formula)
    matching = (
        name for name in names if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    )
    return [*columns_named((("", formula),)), *matching]


def _patterns(formula: Expression) -> list[str]:
    return [
        str(node.arguments[0].value)
        for node in expressions(formula)
        if isinstance(node, Operation)
        and node.function.name == "columns"
        and node.arguments
        and isinstance(node.arguments[0], t.Value)
    ]


def columns_used(program: Program, names: Collection[str]) -> set[str]:
    """The columns that a spec reads, those among them that it divides rows by."""
    data = program.data
    if data is None:
        return set()
    formulas = [formula for _, formula in data.each_formula]
    read = {name for one in formulas for name in columns_read(one, names)}
    return read | set(program.split_columns)
