"""What the arguments that Keras's classes take are, in words, and the words that they may be."""

from __future__ import annotations

import json

from wtspec.catalog import Parameter, activations
from wtspec.errors import either
from wtspec.program.dtypes import WIDE
from wtspec.resolve.components.values import DTYPES
from wtspec.schema.parts import Definitions, Schema


def words_of(definitions: Definitions, parameter: Parameter) -> list[Schema]:
    """The words of the language that an argument may be."""
    if "activation" in parameter.accepts:
        return [definitions.refer("activation", lambda: {"enum": list(activations())})]
    if "dtype" in parameter.accepts:
        return [definitions.refer("dtype", lambda: {"enum": sorted(DTYPES - WIDE.keys())})]
    return []


def describe_argument(parameter: Parameter) -> str:
    """What an argument may be and what it is by default, in words."""
    kinds = (one for one in parameter.accepts if one != "null")
    text = either(kinds).replace("`", "") or "any value"
    if parameter.required:
        return f"{text[0].upper()}{text[1:]}. Required."
    default = parameter.default
    shown = default if isinstance(default, str) else json.dumps(default)
    return f"{text[0].upper()}{text[1:]}. Default: {shown}."
