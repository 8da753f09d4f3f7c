"""Rules of sections that the types of single keys do not say."""

from __future__ import annotations

from itertools import combinations

from wtspec.schema.parts import Schema, absent, at, given
from wtspec.spec import (
    DataSpec,
    GroupSpec,
    LayerSpec,
    LoggerSpec,
    MLflowSpec,
    ModelSpec,
    ParamSpec,
    Section,
    SourceSpec,
    SplitSpec,
    SyntheticColumnSpec,
    TableSpec,
    TrainSpec,
    WeightSpec,
)
from wtspec.spec.loggers import TAG
from wtspec.spec.param_types import PLAIN, TYPES, alternatives, is_numeric, kinds_of

_TYPE_NAMES = {
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "text": "string",
    "mapping": "object",
    "list": "array",
}


def _one_or_other(one: str, other: str) -> list[Schema]:
    """Exactly one of two keys; that both are given is told at the second."""
    return [{"anyOf": [given(one), given(other)]}, _when(given(one), absent(other))]


def _when(condition: Schema, then: Schema) -> Schema:
    return {"if": condition, "then": then}


def _equals(key: str, value: object) -> Schema:
    return {"required": [key], **at(key, {"const": value})}


_EMPTY: Schema = {"maxProperties": 0}
_STACK: Schema = {
    "allOf": [
        {"required": ["inputs"], **at("inputs", {"minProperties": 1, "maxProperties": 1})},
        {"patternProperties": {"^(?:weights|layers|state|wraps)$": _EMPTY}},
    ]
}
_BODY = [*_one_or_other("call", "sequential"), _when(given("sequential"), _STACK)]

_INTEGER: Schema = {
    "required": ["dtype"],
    **at("dtype", {"type": "string", "pattern": "^(?:u?int|bool)"}),
}
_UNTRAINED: Schema = {
    "allOf": [absent("regularizer", "constraint"), at("lr_scale", {"const": 1})],
}
_WEIGHT = [
    _when(_INTEGER, at("trainable", {"not": {"const": True}})),
    _when({"anyOf": [_INTEGER, _equals("trainable", False)]}, _UNTRAINED),
]


def _param(type_: str) -> Schema:
    """What a param's default and choices may be, by its type; a pair's order says nothing."""
    types = [_TYPE_NAMES[kind] for kind in kinds_of(type_)]
    formula = [] if "string" in types else [{"type": "string", "pattern": "^="}]
    default: Schema = {"anyOf": [{"type": [*types, "null"]}, *formula]}
    choices: Schema = {"type": ["array", "null"], "items": {"type": types}}
    bounds = [] if is_numeric(type_) else [absent("min", "max")]
    turned = " or ".join(reversed(alternatives(type_)))
    named: Schema = {"const": type_} if turned == type_ else {"enum": [type_, turned]}
    return _when(
        {"required": ["type"], **at("type", named)},
        {"allOf": [at("default", default), at("choices", choices), *bounds]},
    )


_COLUMN = [
    _when(given("classes"), absent("low", "high")),
    _when(given("low"), given("high")),
    _when(given("high"), given("low")),
]
_TABLE = [
    _when(_equals("decimal", ","), at("thousands", {"not": {"const": ","}})),
    _when({"not": _equals("decimal", ",")}, at("thousands", {"not": {"const": "."}})),
]
_SPLIT = [
    _when(given("stratify"), at("shuffle", {"const": True})),
    _when(given("group"), at("shuffle", {"const": True})),
    _when(given("order"), at("shuffle", {"const": False})),
    _when(given("group"), absent("stratify")),
    _when(given("order"), absent("stratify")),
    _when(given("order"), absent("group")),
]
_DATA = [
    _when({"required": ["split"], **at("split", given(key))}, absent(key))
    for key in ("validation", "test")
]

RULES: dict[type[Section], list[Schema]] = {
    LayerSpec: _BODY,
    ModelSpec: _BODY,
    WeightSpec: _WEIGHT,
    ParamSpec: [
        *map(_param, TYPES),
        *(_param(" or ".join(pair)) for pair in combinations(PLAIN, 2)),
    ],
    SourceSpec: [{"oneOf": [given(key) for key in SourceSpec.model_fields]}],
    LoggerSpec: [{"oneOf": [given(key) for key in LoggerSpec.model_fields]}],
    MLflowSpec: [at("tags", {"propertyNames": {"pattern": TAG}})],
    SyntheticColumnSpec: _COLUMN,
    TableSpec: _TABLE,
    SplitSpec: _SPLIT,
    DataSpec: _DATA,
    TrainSpec: _one_or_other("epochs", "steps"),
    GroupSpec: [{"anyOf": [given(key) for key in GroupSpec.model_fields if key != "match"]}],
}
"""For a section that stands whole, not merged over a base's."""
