"""Fits a plain value to an annotation, or says at its place why it does not."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from wtspec.spec.base import CONFIG, Section
from wtspec.spec.faults.place import Place


def fit(annotation: object, value: object, place: Place) -> object:
    """The value as the annotation has it; None where it does not fit, and that is noted."""
    try:
        return _adapter(annotation).validate_python(value)
    except ValidationError as error:
        from wtspec.spec.faults.note_faults import note_faults  # most files have no fault

        note_faults(error, annotation, place)
        return None


@cache
def _adapter(annotation: object) -> TypeAdapter[Any]:
    own = isinstance(annotation, type) and issubclass(annotation, Section)
    return TypeAdapter[Any](cast("Any", annotation), config=None if own else CONFIG)
