"""Schemas of `loss` and `metrics`: a component, a function, a formula, or these by output."""

from __future__ import annotations

from typing import Literal

from wtspec.schema.components import component_schema
from wtspec.schema.mode import Mode
from wtspec.schema.parts import FORMULA, Definitions, Schema, any_of, name_pattern, nullable

Measured = Literal["loss", "metric"]


def loss_schema(definitions: Definitions, mode: Mode) -> Schema:
    """What `loss` may be."""
    one = any_of([_measure(definitions, "loss", mode), FORMULA])
    return nullable(any_of([one, _by_output(one, mode)]))


def metrics_schema(definitions: Definitions, mode: Mode) -> Schema:
    """What `metrics` may be; a formula has a name, `{dice: =…}`."""
    inside = mode.replaced()
    one = _named(definitions, mode)
    several: Schema = {"type": "array", "items": _named(definitions, inside)}
    return nullable(any_of([one, several, _by_output(any_of([one, several, FORMULA]), mode)]))


def _measure(definitions: Definitions, kind: Measured, mode: Mode) -> Schema:
    own: list[Schema] = [{"type": "string", "pattern": name_pattern()}] if mode.functions else []
    component = component_schema(definitions, kind, mode, *own)
    formula: Schema = {
        "type": "object",
        "additionalProperties": nullable(FORMULA) if mode.merged else FORMULA,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return any_of([component, formula])


def _named(definitions: Definitions, mode: Mode) -> Schema:
    return _measure(definitions, "metric", mode)


def _by_output(one: Schema, mode: Mode) -> Schema:
    values = nullable(one) if mode.merged else one
    return {"type": "object", "additionalProperties": values, "minProperties": 1}
