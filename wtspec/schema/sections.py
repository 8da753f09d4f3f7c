"""Schemas of sections: mappings with a fixed set of keys."""

from __future__ import annotations

import json

from wtspec.schema.annotations import annotation_schema
from wtspec.schema.docs import DOCS, TITLES
from wtspec.schema.keys import KEYS
from wtspec.schema.mode import Mode
from wtspec.schema.parts import Definitions, Schema, nullable
from wtspec.schema.rules import RULES
from wtspec.spec import Section
from wtspec.spec.later import NOT_YET


def closed_mapping(definitions: Definitions, section: type[Section], mode: Mode) -> Schema:
    """A mapping with a section's keys and no others."""
    keys = list(section.model_fields)
    schema: Schema = {
        "title": TITLES[section],
        "type": "object",
        "properties": {key: key_schema(definitions, section, key, mode) for key in keys},
        "additionalProperties": False,
    }
    if mode.merged:
        return schema
    required = [key for key in keys if section.model_fields[key].is_required()]
    rules = RULES.get(section, [])
    return {
        **schema,
        **({"required": required} if required else {}),
        **({"allOf": rules} if rules else {}),
    }


def key_schema(definitions: Definitions, section: type[Section], key: str, mode: Mode) -> Schema:
    """What may stand under a key, with its doc."""
    make = KEYS.get((section, key))
    annotation = section.model_fields[key].rebuild_annotation()
    schema = make(definitions, mode) if make else annotation_schema(definitions, annotation, mode)
    return {
        "description": _doc(section, key),
        **(nullable(schema) if mode.merged else schema),
    }


def _doc(section: type[Section], key: str) -> str:
    """The key's doc, its default where that is plain, and whether `run` refuses it still."""
    said = [DOCS[section][key]]
    default: object = section.model_fields[key].get_default(call_default_factory=True)
    if isinstance(default, bool | int | float | str):
        shown = default if isinstance(default, str) else json.dumps(default)
        said.append(f"Default: {shown}.")
    if key in NOT_YET.get(section, ()):
        said.append("This version can't run it yet.")
    return " ".join(said)
