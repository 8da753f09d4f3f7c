"""What a model's output is, by its last steps: logits, or probabilities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from wtspec.catalog import facts, has
from wtspec.lints.steps import PART, PROJECTION, OutputStep

MOVING = frozenset({"+", "*"})

Form = Literal["logits", "probabilities"]


def form(steps: Iterable[OutputStep]) -> tuple[Form, OutputStep] | None:
    """What an output certainly is, and the step that makes it so."""
    moved = False
    for step in steps:
        if step.name in MOVING:
            moved = True
        elif is_squashed(step):
            return None if moved else ("probabilities", step)
        elif step.name == PROJECTION or has(step.name, "centers") or _is_free(step):
            return ("logits", step)
        elif not keeps_form(step):
            return None
    return None


def is_squashed(step: OutputStep) -> bool:
    """Whether a step makes probabilities."""
    return any(name and has(name, "probabilities") for name in (step.name, step.activation))


def keeps_form(step: OutputStep) -> bool:
    """Whether a step leaves logits logits, and probabilities probabilities."""
    return step.name == PART or has(step.name, "keeps_form")


def _is_free(step: OutputStep) -> bool:
    """Whether a step is a layer that gives any number, with nothing in the way."""
    constrained = any(name.endswith("_constraint") for name in step.arguments)
    return has(step.name, "any_number") and step.activation == "linear" and not constrained


def _keeps_shape(step: OutputStep) -> bool:
    return step.name in MOVING or facts(step.name).keeps_shape


def single_unit(steps: Iterable[OutputStep]) -> OutputStep | None:
    """The step that gives one number, where the last axis of an output is that."""
    for step in steps:
        if step.units is not None:
            return step if step.units == 1 else None
        if not _keeps_shape(step):
            return None
    return None


def softmax(steps: Iterable[OutputStep]) -> OutputStep | None:
    """A softmax over the last axis, where an output is made by one."""
    for step in steps:
        if step.name in ("softmax", "Softmax") and "axis" not in step.arguments:
            return step
        if step.activation == "softmax":
            return step
        if not _keeps_shape(step):
            return None
    return None
