"""Shapes and sizes as a message says them."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.language.print import print_expression
from wtspec.shapes.algebra.expression import NOWHERE, size_expression
from wtspec.shapes.algebra.polynomial import SizeSymbol
from wtspec.shapes.algebra.shape import Entry, Rest, Shape


def show_shape(shape: Shape) -> str:
    """A shape as a pattern would be written."""
    return f"[{', '.join(show_size(entry) for entry in shape)}]"


def show_size(entry: Entry) -> str:
    """A size; `_` where it is not known."""
    if isinstance(entry, Rest):
        return "..."
    if entry is None:
        return "_"
    known = size_expression(entry, _name)
    return "_" if known is None else print_expression(known)


def _name(symbol: SizeSymbol) -> Expression:
    name = t.Name("_" if symbol.source == "axis" else symbol.name, span=NOWHERE)
    if symbol.source != "classes":
        return name
    return t.Call(t.Name("classes", span=NOWHERE), (name,), span=NOWHERE)


def in_order(axis: int) -> str:
    """An axis in words: `the first axis`, `the last axis`, `axis 2`."""
    return {0: "the first axis", -1: "the last axis"}.get(axis, f"axis {axis}")


def count_axes(count: int) -> str:
    """`1 axis`, `3 axes`."""
    return "1 axis" if count == 1 else f"{count} axes"
