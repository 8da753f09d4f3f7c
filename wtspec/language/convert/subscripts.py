"""What stands in the square brackets of `x[…]`."""

from __future__ import annotations

import ast

from wtspec.language.convert.converter import Converter
from wtspec.language.tree import Dots, Expression, Slice, Tuple


def convert_index(node: ast.expr, convert: Converter) -> Expression:
    """One position, or a tuple of several."""
    if isinstance(node, ast.Tuple):
        items = tuple(_position(item, convert) for item in node.elts)
        return Tuple(items=items, span=convert.places.of(node))
    return _position(node, convert)


def _position(node: ast.expr, convert: Converter) -> Expression:
    span = convert.places.of(node)
    if isinstance(node, ast.Slice):
        start, stop, step = (
            None if bound is None else convert.operand(bound)
            for bound in (node.lower, node.upper, node.step)
        )
        return Slice(start=start, stop=stop, step=step, span=span)
    if isinstance(node, ast.Constant) and node.value is ...:
        return Dots(span=span)
    return convert.expression(node)
