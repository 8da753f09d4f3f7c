"""Schemas of sections: mappings with a fixed set of keys."""

from __future__ import annotations

import json
from dataclasses import MISSING

from wtspec.schema.annotations import annotation_schema
from wtspec.schema.docs import DOCS, TITLES
from wtspec.schema.keys import KEYS
from wtspec.schema.mode import Mode
from wtspec.schema.parts import Definitions, Schema, nullable
from wtspec.schema.rules import RULES
from wtspec.spec import Section
from wtspec.spec.later import NOT_YET
from wtspec.spec.section import default_of, keys_of


def section_schema(definitions: Definitions, section: type[Section], mode: Mode) -> Schema:
    """A reference to the schema of a section."""
    mode = mode.for_section(section)
    return definitions.refer(
        mode.named(f"section.{section.__name__.removesuffix('Spec').lower()}"),
        lambda: closed_mapping(definitions, section, mode),
    )


def closed_mapping(definitions: Definitions, section: type[Section], mode: Mode) -> Schema:
    """A mapping with a section's keys and no others."""
    keys = list(keys_of(section))
    schema: Schema = {
        "title": TITLES[section],
        "type": "object",
        "properties": {key: key_schema(definitions, section, key, mode) for key in keys},
        "additionalProperties": False,
    }
    if mode.merged:
        return schema
    required = [key for key in keys if default_of(section, key) is MISSING]
    rules = RULES.get(section, [])
    return {
        **schema,
        **({"required": required} if required else {}),
        **({"allOf": rules} if rules else {}),
    }


def key_schema(definitions: Definitions, section: type[Section], key: str, mode: Mode) -> Schema:
    """What may stand under a key, with its doc."""
    make = KEYS.get((section, key))
    annotation = keys_of(section)[key]
    schema = make(definitions, mode) if make else annotation_schema(definitions, annotation, mode)
    return {
        "description": _doc(section, key),
        **(nullable(schema) if mode.merged else schema),
    }


def _doc(section: type[Section], key: str) -> str:
    """The key's doc, its default where that is plain, and whether `run` refuses it still."""
    said = [DOCS[section][key]]
    default = default_of(section, key)
    if isinstance(default, bool | int | float | str):
        shown = default if isinstance(default, str) else json.dumps(default)
        said.append(f"Default: {shown}.")
    if key in NOT_YET.get(section, ()):
        said.append("This version can't run it yet.")
    return " ".join(said)
