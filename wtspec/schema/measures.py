"""Schemas of `loss` and `metrics`: a component, a function, a formula, or these by output."""

from __future__ import annotations

from typing import Literal

from wtspec.catalog import component, component_aliases, component_names
from wtspec.schema.components import BLOCK, bare_names, call_schema, component_schema
from wtspec.schema.mode import Mode
from wtspec.schema.parts import FORMULA, NULL, Definitions, Schema, any_of, nullable
from wtspec.spec.names import name_pattern

Measured = Literal["loss", "metric"]


def loss_schema(definitions: Definitions, mode: Mode) -> Schema:
    """What `loss` may be."""
    one = _measure(definitions, "loss", mode)
    by_output = any_of([one, FORMULA])
    texts = [*_texts(definitions, "loss", mode), FORMULA, NULL]
    return _one_or_by_output(definitions, "loss", mode, texts, by_output)


def metrics_schema(definitions: Definitions, mode: Mode) -> Schema:
    """What `metrics` may be; a formula has a name, `{dice: =…}`."""
    one = _measure(definitions, "metric", mode)
    several: Schema = {"type": "array", "items": _measure(definitions, "metric", mode.replaced())}
    texts = [*_texts(definitions, "metric", mode), NULL, several]
    by_output = any_of([one, FORMULA, several])
    return _one_or_by_output(definitions, "metric", mode, texts, by_output)


def _one_or_by_output(
    definitions: Definitions, kind: Measured, mode: Mode, others: list[Schema], value: Schema
) -> Schema:
    """One component, or a mapping by output; what is no mapping is one of the `others`.

    Editors look for what to propose before there is a key to tell the two by.
    """
    by_output: Schema = {"additionalProperties": nullable(value) if mode.merged else value}
    if not mode.merged:
        by_output["minProperties"] = 1
    names = [*component_names(kind), *component_aliases(kind)]
    return {
        **any_of([*others, {"type": "object"}]),
        "properties": {name: _proposal(kind, name) for name in component_names(kind)},
        "if": {"type": "object", "maxProperties": 1, "propertyNames": {"enum": names}},
        "then": {"anyOf": [call_schema(definitions, kind, mode), by_output]},
        "else": by_output,
    }


def _proposal(kind: Measured, name: str) -> Schema:
    found = component(kind, name)
    return {"description": found.doc, **BLOCK} if found else {}


def _measure(definitions: Definitions, kind: Measured, mode: Mode) -> Schema:
    return component_schema(definitions, kind, mode, *_functions(mode))


def _texts(definitions: Definitions, kind: Measured, mode: Mode) -> list[Schema]:
    return [*bare_names(definitions, kind, mode), *_functions(mode)]


def _functions(mode: Mode) -> list[Schema]:
    """The names that a function of the file may have."""
    return [{"type": "string", "pattern": name_pattern()}] if mode.functions else []
