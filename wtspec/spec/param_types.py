"""The types of params: plain ones, which `or` may join, and parts of Keras."""

from __future__ import annotations

import re
from itertools import permutations

from pydantic_core import PydanticCustomError

from wtspec.errors import either

PLAIN = ("int", "float", "bool", "str", "list")
PARTS = ("activation", "initializer", "regularizer", "constraint")
"""Kinds of Keras's parts that a param may hold, each made by the `get` of its kind."""

TYPES = ("int", "float", "bool", "str", *PARTS, "dtype", "layer", "list")
PAIRS = tuple(" or ".join(pair) for pair in permutations(PLAIN, 2))
"""What Keras takes in two forms, such as `int or list`; three or more may be joined as well."""

_PLAIN = f"({'|'.join(PLAIN)})"
SCHEMA: dict[str, object] = {
    "anyOf": [
        {"enum": [*TYPES, *PAIRS]},
        {"type": "string", "pattern": f"^{_PLAIN}( or {_PLAIN}){{2,}}$"},
    ]
}
"""What a type may be, in JSON Schema."""

_KINDS = {
    "int": ("int",),
    "float": ("int", "float"),
    "bool": ("bool",),
    "str": ("text",),
    "activation": ("text", "mapping"),
    "initializer": ("text", "mapping", "int", "float"),
    "regularizer": ("text", "mapping"),
    "constraint": ("text", "mapping"),
    "dtype": ("text",),
    "layer": ("text", "mapping"),
    "list": ("list",),
}

TYPE_WORDS = {
    **{name: name for name in (*TYPES, *PAIRS)},
    "integer": "int",
    "string": "str",
    "boolean": "bool",
    "number": "float",
}
"""Words for types, with those that the language has."""

_NAMED_ELSEWHERE: dict[str, str] = {
    "integer": "int",
    "number": "float",
    "string": "str",
    "boolean": "bool",
    "tuple": "list",
    "array": "list",
    "sequence": "list",
}
_JOINING = ("or", "union", "optional", "none", "null")


def check_type(value: object) -> object:
    """Refuses what is no type of a param."""
    if isinstance(value, str):
        parts = value.split(" or ")
        joined = len(set(parts)) == len(parts) and set(parts) <= set(PLAIN)
        if value in TYPES or joined:
            return value
    raise PydanticCustomError("param_type", "a param's type")


def meant_type(text: str) -> str | None:
    """The joined type that is meant by a text such as `int | list` or `Union[int, list]`."""
    found: list[str] = re.findall(r"[a-z]+", text.lower())
    named = [_NAMED_ELSEWHERE.get(word, word) for word in found if word not in _JOINING]
    words: list[str] = list(dict.fromkeys(named))
    joined = " or ".join(words)
    return joined if joined != text and words and set(words) <= set(PLAIN) else None


def alternatives(type_: str | None) -> tuple[str, ...]:
    """The types that a type joins; a single one is all that it joins."""
    return tuple(type_.split(" or ")) if type_ is not None else ()


def kinds_of(type_: str) -> tuple[str, ...]:
    """The kinds of YAML value that fit a type, in the words of `spec.kinds.KINDS`."""
    return tuple(dict.fromkeys(kind for one in alternatives(type_) for kind in _KINDS[one]))


def words_of(type_: str) -> str:
    """A type in a message: `a whole number or a list`."""
    return either(alternatives(type_))


def item_kinds(type_: str) -> tuple[str, ...]:
    """The kinds of value that may be items of a list with bounds: those that the type names."""
    return kinds_of(_of_items(type_))


def item_words(type_: str) -> str:
    """What an item of a list with bounds is, in a message."""
    return words_of(_of_items(type_))


def _of_items(type_: str) -> str:
    """The type of the items; that of a bare list names none, and they are numbers."""
    return " or ".join(one for one in alternatives(type_) if one != "list") or "float"


def is_numeric(type_: str | None) -> bool:
    """Whether values of a type may have bounds; those of a list hold for its items."""
    return type_ == "list" or any(one in ("int", "float") for one in alternatives(type_))
