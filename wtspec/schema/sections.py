"""Schemas of sections: pydantic's, made to fit what else the file says."""

from __future__ import annotations

import json
import re
from functools import cache

from pydantic.json_schema import models_json_schema

from wtspec.schema.docs import docs
from wtspec.schema.mode import Mode
from wtspec.schema.offered import OFFERED
from wtspec.schema.parts import Definitions, Schema, any_of, nullable
from wtspec.schema.rules import RULES
from wtspec.spec import FileSpec, ParamSpec, Section, SublayerSpec


def closed_mapping(definitions: Definitions, section: type[Section], mode: Mode) -> Schema:
    """A mapping with a section's keys and no others."""
    plain = _plain()[section.__name__]
    whole = {"required": plain.get("required"), "allOf": RULES.get(section)}
    return {
        "title": _words(section),
        "type": "object",
        "properties": {
            key: {"description": _doc(section, key), **_or_removed(definitions, value, mode)}
            for key, value in plain["properties"].items()
        },
        "additionalProperties": False,
        **({} if mode.merged else {key: value for key, value in whole.items() if value}),
    }


def _words(section: type[Section]) -> str:
    """`SyntheticColumnSpec` in words: `synthetic column`."""
    return re.sub(r"\B[A-Z]", r" \g<0>", section.__name__.removesuffix("Spec")).lower()


def _or_removed(definitions: Definitions, plain: Schema, mode: Mode) -> Schema:
    """What a key may hold; over a base, null removes the base's."""
    schema = _in_mode(definitions, plain, mode)
    return nullable(schema) if mode.merged else schema


def _in_mode(definitions: Definitions, plain: Schema, mode: Mode) -> Schema:
    """A schema of pydantic's with what is offered, and with what a base may leave out or add."""
    plain = {key: plain[key] for key in plain if key not in _TOLD}
    if "patternProperties" in plain:  # it lets other names pass
        ((pattern, values),) = plain.pop("patternProperties").items()
        plain |= {"propertyNames": {"pattern": pattern}, "additionalProperties": values}
    match plain:
        case {"offered": name}:
            return OFFERED[name](definitions, mode)
        case {"$ref": name}:
            return definitions.section(_sections()[name], mode)
        case {"anyOf": branches} | {"oneOf": branches}:
            return any_of(_in_mode(definitions, branch, mode) for branch in branches)
        case {"items": items}:
            return {**plain, "items": _in_mode(definitions, items, mode.replaced())}
        case {"additionalProperties": values} if values is not True:
            kept = {key: plain[key] for key in plain if not (mode.merged and key in _COUNTS)}
            inner = _or_removed(definitions, values, mode)
            return {**kept, "additionalProperties": inner}
        case _:
            return plain


_TOLD = ("title", "description", "default")
"""What a key's doc tells, and editors would write into a file."""
_COUNTS = ("minProperties", "maxProperties")


def _doc(section: type[Section], key: str) -> str:
    """The key's doc, and its default where that is plain."""
    field = section.model_fields[key]
    said = [docs(section).get(key, "")]
    default: object = field.get_default(call_default_factory=True)
    if isinstance(default, bool | int | float | str):
        shown = default if isinstance(default, str) else json.dumps(default)
        said.append(f"Default: {shown}.")
    return " ".join(said)


@cache
def _plain() -> dict[str, Schema]:
    """What pydantic says of the sections, by their names."""
    _, said = models_json_schema(
        [(FileSpec, "validation"), (ParamSpec, "validation"), (SublayerSpec, "validation")],
        ref_template="{model}",
    )
    return said["$defs"]


@cache
def _sections() -> dict[str, type[Section]]:
    return {one.__name__: one for one in Section.__subclasses__()}
