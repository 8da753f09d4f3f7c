"""Plain values as expressions."""

from __future__ import annotations

from typing import cast

from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.language import tree as t


def as_expression(value: object, span: Span) -> Expression:
    """A plain value, or a list of plain values, as an expression."""
    if isinstance(value, list | tuple):
        items = cast("list[object]", value)
        return t.List(tuple(as_expression(item, span) for item in items), span=span)
    return t.Value(cast("int", value), span=span)
