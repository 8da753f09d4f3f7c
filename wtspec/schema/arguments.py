"""Schemas of the arguments that Keras's classes take."""

from __future__ import annotations

import json

from wtspec.catalog import Kind, Parameter, activations
from wtspec.errors import with_article
from wtspec.program.dtypes import WIDE
from wtspec.resolve.component_faults import KINDS
from wtspec.resolve.values import DTYPES, WORDS
from wtspec.schema.mode import Mode
from wtspec.schema.parts import FORMULA, NULL, Definitions, Schema, any_of

_TYPES = {
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "str": "string",
    "list": "array",
    "null": "null",
}


def argument_schema(definitions: Definitions, parameter: Parameter, mode: Mode) -> Schema:
    """A reference to the schema of an argument; equal arguments of several classes share one."""
    schema: Schema = {"description": _description(parameter)}
    if parameter.default is not None:
        schema["default"] = parameter.default
    schema |= value_schema(definitions, parameter, mode)
    return definitions.share(f"argument.{parameter.name}", schema)


def value_schema(
    definitions: Definitions, parameter: Parameter, mode: Mode, *, bare: bool = False
) -> Schema:
    """What an argument may be.

    Args:
        bare: Whether mappings are left out, since they would be a class's arguments.
    """
    from wtspec.schema.components import bare_names, component_schema  # they take arguments

    accepts = parameter.accepts
    if not accepts:
        return {"type": ["string", "number", "boolean", "array", "null"]} if bare else {}
    found: list[Schema] = [{"type": _TYPES[kind]} for kind in accepts if kind in _TYPES]
    if "layers" in accepts:
        layer = component_schema(definitions, "layer", mode.replaced(), FORMULA)
        found.append({"type": "array", "items": layer})
    if _takes_null(parameter) or mode.merged:
        found.append(NULL)
    kinds: list[Kind] = [kind for kind in KINDS if kind in accepts]
    if not kinds:
        return any_of([*_words(definitions, parameter), *found, FORMULA])
    if bare:
        names = [name for kind in kinds for name in bare_names(definitions, kind, mode)]
        return any_of([*names, *found, FORMULA])
    (kind,) = kinds
    return component_schema(definitions, kind, mode, *found, FORMULA)


def _takes_null(parameter: Parameter) -> bool:
    """Whether null is a value like any other to an argument."""
    return "null" in parameter.accepts or (not parameter.required and parameter.default is None)


def _words(definitions: Definitions, parameter: Parameter) -> list[Schema]:
    if "activation" in parameter.accepts:
        return [definitions.refer("activation", lambda: {"enum": list(activations())})]
    if "dtype" in parameter.accepts:
        return [definitions.refer("dtype", lambda: {"enum": sorted(DTYPES - WIDE.keys())})]
    return []


def _description(parameter: Parameter) -> str:
    words = [WORDS.get(one) or with_article(one) for one in parameter.accepts if one != "null"]
    words = [word for word in words if word != "a whole number" or "a number" not in words]
    text = " or ".join(words).replace("`", "") or "any value"
    if parameter.required:
        return f"{text[0].upper()}{text[1:]}. Required."
    default = parameter.default
    shown = default if isinstance(default, str) else json.dumps(default)
    return f"{text[0].upper()}{text[1:]}. Default: {shown}."
