"""Two-part names, and the attributes that are none: what to write in their stead."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from wtspec.language.refusals import ATTRIBUTES, METHODS, OUTSIDE_VOCABULARIES, VOCABULARIES
from wtspec.language.tree import Expression, Member, Name, Subscript

if TYPE_CHECKING:
    from wtspec.language.convert import Converter


def convert_attribute(node: ast.Attribute, convert: Converter) -> Expression:
    """A part of a sublayer: `embed.embeddings`, `blocks[0].kernel`."""
    span = convert.places.of(node)
    repair = _repair(node, convert)
    owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
    if repair is None and isinstance(owner, ast.Name):
        value = convert.expression(node.value)
        if isinstance(value, Name | Subscript):
            return Member(value=value, name=node.attr, span=span)
    message = f"`.{node.attr}` can't be reached here"
    repair = repair or "names have two parts at most: `embed.embeddings`, `random.normal(…)`"
    return convert.refuse("unsupported-attribute", message, span, repair)


def refuse_method(node: ast.Attribute, convert: Converter) -> None:
    """Reports a call such as `x.mean()` or `np.exp(x)`."""
    first, name = _first(node), node.attr
    if first == "self" or first in OUTSIDE_VOCABULARIES:
        written = _owner(node, convert)
        message, repair = f"`{written}.{name}` can't be reached here", f"write `{_here(node)}(…)`"
    else:
        call = METHODS.get(name, name + "({})").format(_owner(node, convert))
        message, repair = f"`.{name}(…)`: values have no methods", f"write `{call}`"
    convert.refuse("unsupported-attribute", message, convert.places.of(node), repair)


def _here(node: ast.Attribute) -> str:
    """What the language calls a function of another library."""
    from wtspec.language.foreign_functions import FUNCTIONS

    owner = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    found = FUNCTIONS.get(node.attr, node.attr)
    return f"{owner}.{found}" if owner in VOCABULARIES and "." not in found else found


def _repair(node: ast.Attribute, convert: Converter) -> str | None:
    first, name = _first(node), node.attr
    if first == "self" or first in OUTSIDE_VOCABULARIES:
        return f"write `{name}`"
    if first in VOCABULARIES:
        return f"it is a function: write `{first}.{name}(…)`"
    if name in ATTRIBUTES:
        return f"write `{ATTRIBUTES[name].format(_owner(node, convert))}`"
    return 'write `cast(x, "float32")` to change a dtype' if name == "dtype" else None


def _owner(node: ast.Attribute, convert: Converter) -> str:
    text = convert.places.source(node.value)
    return text if len(text) <= 30 and "\n" not in text else "…"


def _first(node: ast.Attribute) -> str | None:
    value = node.value
    while isinstance(value, ast.Attribute):
        value = value.value
    return value.id if isinstance(value, ast.Name) else None
