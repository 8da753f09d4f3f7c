"""The weights that a sublayer's call replaces: `inner(x, weights={"kernel": w / sigma})`."""

from __future__ import annotations

import ast
import re

from wtspec.language.convert.converter import Converter
from wtspec.language.tree import Dict, Expression

_PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:/[A-Za-z0-9_]+)*")


def convert_replaced(node: ast.Dict, convert: Converter) -> Expression:
    """The values of weights by their paths within the layer that is called."""
    span = convert.places.of(node)
    if not node.keys:
        repair = "leave out `weights`"
        return convert.refuse("misplaced-dict", "no weight is replaced", span, repair)
    items: dict[str, Expression] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        path = _path(key)
        if path is None:
            place = convert.places.of(key or value)
            message = "a weight is named by its path in the layer, as text"
            repair = f'write `{{"{_named(key)}": …}}`'
            return convert.refuse("misplaced-dict", message, place, repair)
        if path in items:
            message = f"the weight `{path}` is replaced twice"
            place = convert.places.of(key or value)
            convert.refuse("duplicate-argument", message, place, "delete one of the two")
        items[path] = convert.operand(value)
    return Dict(items=tuple(items.items()), span=span)


def _path(key: ast.expr | None) -> str | None:
    if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
        return None
    return key.value if _PATH.fullmatch(key.value) else None


def _named(key: ast.expr | None) -> str:
    return key.id if isinstance(key, ast.Name) else "kernel"
