"""Writes Python's own values as YAML, so that an override has one way in and a place to show."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import cast

from wtspec.document.events import MAX_DEPTH

_LONGEST_INTEGER_BITS = 128


def to_yaml(value: object, depth: int = 0) -> str:
    """A value in YAML's flow style, on one line.

    Raises:
        TypeError: It is, or holds, something that a spec can't say.
        ValueError: It is nested too deeply, perhaps holds itself, or is too large a number.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"it is nested deeper than {MAX_DEPTH} levels")
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Integral():
            return _integer(int(value))
        case Real():
            return _float(float(value))
        case str():
            return _text(value)
        case os.PathLike():
            return _text(str(cast("os.PathLike[str]", value)))
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            pairs = (f"{_key(key)}: {to_yaml(item, depth + 1)}" for key, item in items)
            return "{" + ", ".join(pairs) + "}"
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            listed = cast("Sequence[object]", value)
            return "[" + ", ".join(to_yaml(item, depth + 1) for item in listed) + "]"
        case _:
            raise TypeError(f"a value of type `{type(value).__qualname__}` is no part of a spec")


def _key(key: object) -> str:
    if isinstance(key, bool) or not isinstance(key, str | Integral):
        raise TypeError(f"a key of type `{type(key).__qualname__}` is no part of a spec")
    return to_yaml(key)


def _integer(value: int) -> str:
    if value.bit_length() > _LONGEST_INTEGER_BITS:
        raise ValueError("it holds an integer of more than 64 bits")
    return str(value)


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return repr(value)


def _text(value: str) -> str:
    return '"' + "".join(_character(character) for character in value) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}"
