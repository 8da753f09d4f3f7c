"""The shapes of what functions make of a column of texts."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.language import Expression
from wtspec.program.bound import Operation, Reference
from wtspec.program.counted import given_to
from wtspec.resolve.checks.check_images import plain_value
from wtspec.sources.column import Columns
from wtspec.sources.formulas import data_function

_OF_TEXTS = ("words", "tokens", "date", "many_hot")


def texts_shape(
    node: Expression | None, columns: Columns, settings: Mapping[str, object]
) -> tuple[int | None, ...] | None:
    """The shape of a row that a call gives; None where that of its column is not known."""
    if not isinstance(node, Operation) or node.function.name not in _OF_TEXTS:
        return None
    given = given_to(node)
    argument = given.get("x")
    info = columns.get(argument.name) if isinstance(argument, Reference) else None
    if info is None:
        return None
    values = {name: plain_value(one, settings) for name, one in given.items()}
    match node.function.name:
        case "date":
            parts = values.get("parts")
            count = len(parts.split()) if isinstance(parts, str) else None
            return info.shape if count == 1 else (*info.shape, count)
        case "many_hot":
            return (*info.shape, None)
        case name:
            (length,) = data_function(name).of
            size = values.get("length", int(length))
            return (*info.shape, size if isinstance(size, int) else None)
