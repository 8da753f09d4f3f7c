"""What a body returns."""

from __future__ import annotations

import ast

from wtspec.errors import Span
from wtspec.language.convert.converter import Converter
from wtspec.language.convert.literals import convert_text
from wtspec.language.tree import Dict, Expression


def convert_result(node: ast.expr, convert: Converter) -> Expression:
    """An expression, or a dict of named outputs."""
    if not isinstance(node, ast.Dict):
        return convert.operand(node)
    span = convert.places.of(node)
    if not node.keys:
        return convert.refuse("invalid-output", "a dict without outputs", span)
    items: dict[str, Expression] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        place = convert.places.of(key or value)
        name = _name(key, place, convert)
        if name in items:
            message = f"the output `{name}` is given twice"
            convert.refuse("invalid-output", message, place, "delete one of the two")
        items[name or ""] = convert.operand(value)
    return Dict(items=tuple(items.items()), span=span)


def _name(key: ast.expr | None, span: Span, convert: Converter) -> str | None:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        convert_text(key, key.value, convert)
        return key.value
    message = "an output's name is a plain string"
    convert.refuse("invalid-output", message, span, 'write `{"logits": logits}`')
    return None
