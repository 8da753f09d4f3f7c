"""Turns the annotations of sections into schemas, as pydantic does into validators."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BeforeValidator, TypeAdapter

from wtspec.program.dtypes import WIDE
from wtspec.schema.mode import Mode
from wtspec.schema.parts import (
    NULL,
    Definitions,
    Schema,
    any_of,
    name_pattern,
    nullable,
)
from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND, Takes
from wtspec.spec.names import FILE_NAME, check_file_name, check_name
from wtspec.spec.values import DTYPES, as_text

_LEAVES: dict[object, Schema] = {
    Any: {},
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: NULL,
}
_LIMITS = (
    "pattern", "minimum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
    "minItems", "maxItems", "minProperties", "maxProperties",
)  # fmt: skip


def annotation_schema(definitions: Definitions, annotation: object, mode: Mode) -> Schema:
    """The schema of what an annotation says."""
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return section_schema(definitions, annotation, mode)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(definitions, mode, *arguments)
    if annotation == DTYPES:
        return {"enum": [dtype for dtype in arguments if dtype not in WIDE]}
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin is list:
        items = annotation_schema(definitions, arguments[0], mode.replaced())
        return {"type": "array", "items": items}
    if origin is dict:
        return _mapping(definitions, mode, *arguments)
    if origin in (Union, UnionType):
        return any_of(annotation_schema(definitions, branch, mode) for branch in arguments)
    raise TypeError(f"a section can't hold {annotation}")


def section_schema(definitions: Definitions, section: type[Section], mode: Mode) -> Schema:
    """A reference to the schema of a section."""
    mode = mode.for_section(section)
    return definitions.refer(
        mode.named(f"section.{section.__name__.removesuffix('Spec').lower()}"),
        lambda: definitions.closed_mapping(definitions, section, mode),
    )


def mapping(values: Schema, mode: Mode, pattern: str | None = None) -> Schema:
    """A mapping of values by names of the file's own."""
    names: Schema = {"propertyNames": {"pattern": pattern}} if pattern else {}
    inner = nullable(values) if mode.merged else values
    return {"type": "object", **names, **({"additionalProperties": inner} if inner else {})}


def _mapping(definitions: Definitions, mode: Mode, key: object, value: object) -> Schema:
    named = annotation_schema(definitions, key, mode)
    pattern = r"^[+]?(?:[0-9]+|0[ox][0-9a-fA-F]+)$" if "minimum" in named else named.get("pattern")
    values = annotation_schema(definitions, value, mode)
    return mapping(values, mode, pattern if isinstance(pattern, str) else None)


def _annotated(definitions: Definitions, mode: Mode, base: object, *extras: object) -> Schema:
    schema = annotation_schema(definitions, base, mode)
    for extra in extras:
        if isinstance(extra, BeforeValidator):
            schema = {**schema, **_form(extra.func)}
        elif extra is not BY_KIND and not isinstance(extra, Takes):
            schema = {**schema, **_limits(base, extra, mode)}
    return schema


def _form(check: object) -> Schema:
    """What a validator of our own lets through."""
    if check is check_name:
        return {"pattern": name_pattern()}
    if check is check_file_name:
        return {"pattern": f"^{FILE_NAME.pattern}$"}
    if check is as_text:
        return {"type": ["string", "number", "boolean"]}
    raise TypeError(f"a schema can't say {check}")


def _limits(base: object, limits: object, mode: Mode) -> Schema:
    """The bounds of an annotation, as pydantic says them."""
    plain = get_origin(base) or base
    limited = cast("Any", Annotated)[plain, limits]
    said: Schema = TypeAdapter[Any](limited).json_schema()
    if plain is dict and mode.merged:
        said = {}
    return {key: said[key] for key in _LIMITS if key in said}
