"""The schema of a whole file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from wtspec.catalog import activations, component_aliases, component_names
from wtspec.schema.mode import Mode
from wtspec.schema.parts import Definitions, Schema
from wtspec.schema.sections import closed_mapping
from wtspec.spec import FileSpec

Draft = Literal["2020-12", "7"]

SCHEMA_FILE = Path(__file__).with_name("wtspec-1.schema.json")
"""The schema of draft 7, for editors: named after the version of the language."""

_DIALECTS: dict[Draft, str] = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "7": "http://json-schema.org/draft-07/schema#",
}


def json_schema(draft: Draft) -> str:
    """The text of the schema, a line for each definition.

    The drafts differ in where definitions stand and in nothing else that the schema uses.
    """
    definitions = Definitions(closed_mapping)
    root = _root(definitions)
    head = {
        "$schema": _DIALECTS[draft],
        "description": "A wtspec file, version 1 of the language.",
        **root,
    }
    lines = [f"{json.dumps(key)}:{_dump(value)}," for key, value in head.items()]
    named = [f"{json.dumps(k)}:{_dump(v)}" for k, v in sorted(definitions.schemas.items())]
    body = ",\n".join(named)
    text = "{\n" + "\n".join(lines) + f'\n"definitions":{{\n{body}\n}}\n}}\n'
    if draft == "7":
        return text
    return text.replace('"definitions":', '"$defs":').replace("#/definitions/", "#/$defs/")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _root(definitions: Definitions) -> Schema:
    """What a file may say depends on whether it, or another, declares layers and functions."""

    def file(mode: Mode) -> Schema:
        return definitions.section(FileSpec, mode)

    def by_functions(layers: Literal["keras", "own", "hiding"]) -> Schema:
        return _if(
            _declares("functions", "imports"),
            file(Mode(layers, functions=True)),
            file(Mode(layers)),
        )

    by_layers = _if(_hides(), by_functions("hiding"), by_functions("own"))
    whole = _if(_declares("layers", "imports"), by_layers, by_functions("keras"))
    merged = file(Mode("own", functions=True, merged=True))
    return _if(_declares("extends"), merged, whole)


def _if(condition: Schema, then: Schema, otherwise: Schema) -> Schema:
    return {"if": condition, "then": then, "else": otherwise}


def _declares(*keys: str) -> Schema:
    return {"anyOf": [{"required": [key]} for key in keys]}


def _hides() -> Schema:
    """Whether a layer of the file's own has a name that means another layer elsewhere."""
    names = [*component_names("layer"), *component_aliases("layer"), *activations()]
    plain: Schema = {"propertyNames": {"not": {"enum": names}}}
    return {"required": ["layers"], "not": {"patternProperties": {"^layers$": plain}}}
