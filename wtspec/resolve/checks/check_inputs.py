"""Checks the shapes of what the data give against the model's inputs, where columns tell them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wtspec.errors import Related
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import Operation, Reference
from wtspec.program.declared import Input, Layer
from wtspec.resolve.checks.check_images import picture_shape
from wtspec.resolve.checks.text_shapes import texts_shape
from wtspec.resolve.context import Context
from wtspec.sources.column import Columns
from wtspec.sources.formulas import data_function

_NUMBERS = ("int", "float", "bool")
_ARITHMETIC = frozenset("+-*/")


def check_inputs(
    context: Context,
    given: dict[str, Expression],
    model: Layer,
    columns: Columns,
    settings: Mapping[str, object],
) -> None:
    """Notes inputs of another shape than their columns have (`shape-mismatch`).

    Args:
        context: Of the data.
        given: The bound formula of each input.
        model: Its patterns are what the shapes must fit.
        columns: The source's columns.
        settings: The values of the file's params.
    """
    numeric = {name: info for name, info in columns.items() if info.dtype in _NUMBERS}
    for one in model.inputs:
        formula = given.get(one.name)
        row = texts_shape(formula, columns, settings)
        row = row_shape(formula, numeric, settings) if row is None else row
        if row is not None and not _fits(one, row):
            context.report.error(
                "shape-mismatch",
                f"input `{one.name}` has another shape than the model declares",
                context.file.span("data", "inputs", one.name),
                expected=_shown([_entry(entry) for entry in one.pattern.entries]),
                received=_shown(["batch", *("_" if size is None else str(size) for size in row)]),
                related=(Related("what the model takes", one.pattern.span),),
            )


def row_shape(
    formula: Expression | None,
    columns: Columns,
    settings: Mapping[str, object] = MappingProxyType({}),
) -> tuple[int | None, ...] | None:
    """The shape of one row of a formula's value; None where that is not plain to see."""
    match formula:
        case Reference(name, "column"):
            column = columns.get(name)
            return column.shape if column is not None and column.dtype != "str" else None
        case t.Negative(operand):
            return row_shape(operand, columns, settings)
        case t.Binary(left=left, operator=operator, right=right) if operator in _ARITHMETIC:
            if _is_number(right):
                return row_shape(left, columns, settings)
            return row_shape(right, columns, settings) if _is_number(left) else None
        case Operation() if formula.function.name == "image":
            return picture_shape(formula, settings)
        case Operation(function=function, arguments=(only,)) if _keeps_shape(function.name):
            return row_shape(only, columns, settings)
        case _:
            return None


def _keeps_shape(function: str) -> bool:
    """Whether a function over columns gives other values in the same places."""
    return data_function(function).rows in ("elementwise", "learned")


def _is_number(node: Expression) -> bool:
    return isinstance(node, t.Value) and isinstance(node.value, int | float)


def _fits(one: Input, row: tuple[int | None, ...]) -> bool:
    """Whether a batch of such rows may fit a pattern."""
    entries = one.pattern.entries
    if any(isinstance(entry, t.Dots) for entry in entries):
        return True
    sizes = [entry.value if isinstance(entry, t.Value) else None for entry in entries[1:]]
    same = len(sizes) == len(row) and len(entries) > 0
    fits = (size is None or has in (None, size) for size, has in zip(sizes, row, strict=False))
    return same and all(fits)


def _entry(entry: Expression) -> str:
    match entry:
        case t.Name(name):
            return name
        case t.Value(value):
            return str(value)
        case _:
            return "…"


def _shown(entries: list[str]) -> str:
    return f"`[{', '.join(entries)}]`"
