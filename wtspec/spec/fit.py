"""Fits a plain value to an annotation, or says at its place why it does not."""

from __future__ import annotations

from pydantic_core import ValidationError

from wtspec.spec.place import Place
from wtspec.spec.schema import validator


def fit(annotation: object, value: object, place: Place) -> object:
    """The value as the annotation has it; None where it does not fit, and that is noted."""
    try:
        return validator(annotation).validate_python(value)
    except ValidationError as error:
        from wtspec.spec.faults import note_faults  # most files have no fault

        note_faults(error, annotation, place)
        return None
