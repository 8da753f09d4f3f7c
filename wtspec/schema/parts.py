"""What schemas are made of.

Rules name their keys by `patternProperties`: editors propose what stands under `properties`, and a
key that a rule forbids is nothing to propose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, cast

from wtspec.schema.mode import Mode
from wtspec.spec import Section

Schema = dict[str, Any]

FORMULA: Schema = {"type": "string", "pattern": "^="}
NULL: Schema = {"type": "null"}


class Definitions:
    """Named schemas, each built when it is first referred to.

    Attributes:
        closed_mapping: Makes the schema of a section: annotations and keys hold sections again.
    """

    def __init__(
        self, closed_mapping: Callable[[Definitions, type[Section], Mode], Schema]
    ) -> None:
        self.closed_mapping = closed_mapping
        self.schemas: dict[str, Schema] = {}

    def refer(self, name: str, build: Callable[[], Schema]) -> Schema:
        """A reference to the schema of that name."""
        if name not in self.schemas:
            self.schemas[name] = {}  # a schema may refer to itself
            self.schemas[name] = build()
        return {"$ref": f"#/definitions/{name}"}

    def section(self, section: type[Section], mode: Mode) -> Schema:
        """A reference to the schema of a section."""
        mode = mode.for_section(section)
        return self.refer(
            mode.named(f"section.{section.__name__.removesuffix('Spec').lower()}"),
            lambda: self.closed_mapping(self, section, mode),
        )

    def share(self, name: str, schema: Schema) -> Schema:
        """A reference to a schema; equal ones of that name are one, others are numbered."""
        names = (f"{name}{f'.{number}' * (number > 1)}" for number in count(1))
        found = next(one for one in names if self.schemas.setdefault(one, schema) == schema)
        return {"$ref": f"#/definitions/{found}"}


def any_of(schemas: Iterable[Schema]) -> Schema:
    """What fits one of several schemas; plain types become a single schema."""
    flat = [part for schema in schemas for part in _branches(schema)]
    plain = _without_idle_patterns([schema for schema in flat if _is_plain(schema)])
    others = [schema for schema in flat if not _is_plain(schema)]
    if len({str(schema["pattern"]) for schema in plain if "pattern" in schema}) > 1:
        others += [schema for schema in plain if "pattern" in schema]
        plain = [schema for schema in plain if "pattern" not in schema]
    merged = _merged(plain)
    if merged == NULL and len(others) == 1:
        return _or_null(others[0])
    branches = [*others, *([merged] if merged else [])]
    return branches[0] if len(branches) == 1 else {"anyOf": branches}


def nullable(schema: Schema) -> Schema:
    """A schema that takes null too."""
    return any_of([schema, NULL]) if schema else schema


def given(key: str) -> Schema:
    """What holds where a mapping has a key that is not null."""
    return {"required": [key], **at(key, {"not": NULL})}


def at(key: str, schema: Schema) -> Schema:
    """What holds where the value under a key, if there is one, fits a schema."""
    return {"patternProperties": {f"^{re.escape(key)}$": schema}}


def absent(*keys: str) -> Schema:
    """What holds where none of some keys has a value."""
    return {"patternProperties": {f"^(?:{'|'.join(keys)})$": NULL}}


def _branches(schema: Schema) -> list[Schema]:
    if schema.keys() - {"type"} == {"anyOf"} and schema.get("type") != "string":
        return cast("list[Schema]", schema["anyOf"])
    return [schema]


def _without_idle_patterns(schemas: list[Schema]) -> list[Schema]:
    """The schemas without patterns where one of them takes any text."""
    if not any("string" in types_of(one) and "pattern" not in one for one in schemas):
        return schemas
    return [{key: one[key] for key in one if key != "pattern"} for one in schemas]


def _or_null(schema: Schema) -> Schema:
    """As `anyOf`, but simpler where that can be, and with a type that tells editors of a block."""
    if "type" in schema and not schema.keys() & {"const", "enum", "allOf", "anyOf", "oneOf", "if"}:
        return {**schema, "type": list(dict.fromkeys([*types_of(schema), "null"]))}
    section = str(schema.get("$ref")).startswith("#/definitions/section.")
    return {**({"type": ["object", "null"]} if section else {}), "anyOf": [schema, NULL]}


def _is_plain(schema: Schema) -> bool:
    """Whether each keyword bears on the schema's own types alone."""
    return "type" in schema and schema.keys() <= {
        "type", "pattern", "minLength", "maxLength", "minimum", "exclusiveMinimum",
    }  # fmt: skip


def _merged(schemas: list[Schema]) -> Schema:
    names = sorted({name for schema in schemas for name in types_of(schema)}, key=_ORDER.index)
    if "number" in names and "integer" in names:
        names.remove("integer")
    keywords = {key: value for schema in schemas for key, value in schema.items()}
    return {**keywords, "type": names[0] if len(names) == 1 else names} if names else {}


_ORDER = ("object", "string", "boolean", "number", "integer", "array", "null")
"""Editors take the first type for what to insert: nothing in particular for text."""


def types_of(schema: Schema) -> list[str]:
    """The types that a schema names."""
    given = schema["type"]
    return cast("list[str]", given) if isinstance(given, list) else [str(given)]
