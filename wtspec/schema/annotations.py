"""Turns the annotations of sections into schemas, as `wtspec.spec.schema` does into validators."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from wtspec.program.dtypes import WIDE
from wtspec.schema.mode import Mode
from wtspec.schema.parts import (
    NULL,
    Definitions,
    Schema,
    any_of,
    name_pattern,
    nullable,
    types_of,
)
from wtspec.spec.names import FILE_NAME, check_file_name, check_name
from wtspec.spec.section import Section
from wtspec.spec.values import DTYPES, Limits, as_text

_LEAVES: dict[object, Schema] = {
    Any: {},
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: NULL,
}
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_LENGTHS = {"string": "Length", "array": "Items", "object": "Properties"}


def annotation_schema(definitions: Definitions, annotation: object, mode: Mode) -> Schema:
    """The schema of what an annotation says."""
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Section):
        from wtspec.schema.sections import section_schema

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
        if extra is check_name:
            schema = {**schema, "pattern": name_pattern()}
        elif extra is check_file_name:
            schema = {**schema, "pattern": f"^{FILE_NAME.pattern}$"}
        elif extra is as_text:
            schema = {**schema, "type": ["string", "number", "boolean"]}
        elif isinstance(extra, Limits):
            schema = {**schema, **_limits(extra, schema, mode)}
        else:
            raise TypeError(f"a schema can't say {extra}")
    return schema


def _limits(limits: Limits, schema: Schema, mode: Mode) -> Schema:
    kind = types_of(schema)[0]
    said: Schema = {}
    for name, limit in limits.given.items():
        if name.endswith("_length"):
            if not (kind == "object" and mode.merged):
                said[name.removesuffix("_length") + _LENGTHS[kind]] = limit
        else:
            said[_BOUNDS.get(name, name)] = limit
    return said
