"""Two-part names, and the attributes that are none: what to write in their stead."""

from __future__ import annotations

import ast

from wtspec.language.convert.converter import Converter
from wtspec.language.refusals import (
    ATTRIBUTES,
    CONSTANTS,
    DTYPES,
    METHODS,
    OUTSIDE_VOCABULARIES,
    SHAPED,
    USELESS,
    VOCABULARIES,
)
from wtspec.language.tree import Expression, Member, Name, Subscript


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


def refuse_method(node: ast.Attribute, call: ast.Call, convert: Converter) -> None:
    """Reports a call such as `x.mean()` or `np.exp(x)`."""
    first, name = _first(node), node.attr
    if name in ("call", "__call__"):
        written = f"{_owner(node, convert)}({_given(call, convert)})"
        message, repair = "a layer is called by its name", f"write `{written}`"
        if written.startswith("super()"):
            repair = "a layer extends no other: declare that as a sublayer, and call it"
    elif name in DTYPES and first in OUTSIDE_VOCABULARIES:
        message = f"`{_owner(node, convert)}.{name}` can't be reached here"
        repair = f'write `cast({_given(call, convert)}, "{name}")`'
    elif first == "self" or first in OUTSIDE_VOCABULARIES:
        written = _owner(node, convert)
        message, repair = f"`{written}.{name}` can't be reached here", f"write `{_here(node)}(…)`"
    else:
        owner, given = _owner(node, convert), _given(call, convert)
        plain = f"{name}({owner}, {given})" if given else f"{name}({owner})"
        written = METHODS[name].format(owner, given or "…") if name in METHODS else plain
        if name in SHAPED and given:
            written = f"{SHAPED[name]}({owner}, {_shape(call, given)})"
        message, repair = f"`.{name}(…)`: values have no methods", f"write `{written}`"
        if name in USELESS:
            repair = "leave it out: values are where the run puts them"
    convert.refuse("unsupported-attribute", message, convert.places.of(node), repair)


def _here(node: ast.Attribute) -> str:
    """What the language calls a function of another library."""
    from wtspec.language.convert.foreign_functions import FUNCTIONS

    owner = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    name = FUNCTIONS.get(node.attr, node.attr)
    return f"{owner}.{name}" if owner in VOCABULARIES and "." not in name else name


def _given(call: ast.Call, convert: Converter) -> str:
    """The arguments of a call as they are written, where they are short."""
    texts = [_text(one, convert) for one in (*call.args, *call.keywords)]
    text = ", ".join(texts)
    return text if len(text) <= 40 and "\n" not in text else "…"


def _text(node: ast.expr | ast.keyword, convert: Converter) -> str:
    if isinstance(node, ast.Attribute) and node.attr in DTYPES:
        return f'"{node.attr}"'
    return convert.places.source(node)


def _shape(call: ast.Call, given: str) -> str:
    """Sizes that are given one by one, as the tuple that a function takes."""
    if len(call.args) != 1:
        return f"({given})"
    return given if isinstance(call.args[0], ast.Tuple | ast.List | ast.Name) else f"({given},)"


def _repair(node: ast.Attribute, convert: Converter) -> str | None:
    first, name = _first(node), node.attr
    if first in OUTSIDE_VOCABULARIES and name in CONSTANTS:
        return f"write `{CONSTANTS[name]}`"
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
