"""The fields of a weight, with what becomes of each as `WeightSpec` says it."""

from __future__ import annotations

from typing import cast

from wtspec.language import Expression
from wtspec.program.declared import Items, Table, Use, Value, Weight
from wtspec.spec import WeightField, WeightSpec
from wtspec.spec.weight_field import Goes

WEIGHT_FIELDS = {
    name: one
    for name, info in WeightSpec.model_fields.items()
    for one in info.metadata
    if isinstance(one, WeightField)
}
_VALUES = (Expression, Use, Items, Table)


def fields_going(goes: Goes) -> tuple[str, ...]:
    """The fields that source says in one way, in order."""
    return tuple(name for name, field in WEIGHT_FIELDS.items() if field.goes == goes)


def is_said(weight: Weight, field: str) -> bool:
    """Whether a field is something else than where the file leaves it out."""
    return getattr(weight, field) != WeightSpec.model_fields[field].default


def weight_formulas(weight: Weight) -> list[tuple[str, Value]]:
    """The formulas and components among the fields of a weight, each with its field."""
    found: list[tuple[str, Value]] = []
    for field, becomes in WEIGHT_FIELDS.items():
        value: object = getattr(weight, field) if becomes.takes != "value" else None
        several = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        found += [(field, cast("Value", one)) for one in several if isinstance(one, _VALUES)]
    return found
