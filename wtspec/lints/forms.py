"""What a model's output is, by its last steps: logits, or probabilities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from wtspec.lints.names import names
from wtspec.lints.steps import Step

SQUASHING = frozenset({"softmax", "Softmax", "sigmoid", "hard_sigmoid", "sparsemax"})
"""What makes probabilities."""

LINEAR = names(
    """
    Dense EinsumDense Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose
    SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D
    """
)
"""Layers that give any number, unless an activation or constraint is in the way."""

CENTERING = frozenset({"matmul", "LayerNormalization", "BatchNormalization", "GroupNormalization"})
"""What gives numbers on both sides of zero."""

MOVING = frozenset({"+", "*"})

KEEPING = names(
    """
    linear [] cast reshape squeeze expand_dims transpose swapaxes moveaxis ravel
    Dropout Flatten Identity Permute Reshape GlobalAveragePooling1D GlobalAveragePooling2D
    GlobalAveragePooling3D
    """
)
"""What leaves logits logits, and probabilities probabilities."""

SAME_SIZE = frozenset({*SQUASHING, *MOVING, "linear", "cast", "Dropout", "relu", "ReLU", "tanh"})
"""What leaves the last axis as it is."""

Form = Literal["logits", "probabilities"]


def form(steps: Iterable[Step]) -> tuple[Form, Step] | None:
    """What an output certainly is, and the step that makes it so."""
    moved = False
    for step in steps:
        if step.name in MOVING:
            moved = True
        elif is_squashed(step):
            return None if moved else ("probabilities", step)
        elif step.name in CENTERING or (step.name in LINEAR and _is_free(step)):
            return ("logits", step)
        elif step.name not in KEEPING:
            return None
    return None


def is_squashed(step: Step) -> bool:
    """Whether a step makes probabilities."""
    return step.name in SQUASHING or step.activation in SQUASHING


def _is_free(step: Step) -> bool:
    constrained = any(name.endswith("_constraint") for name in step.arguments)
    return step.activation == "linear" and not constrained


def single_unit(steps: Iterable[Step]) -> Step | None:
    """The step that gives one number, where the last axis of an output is that."""
    for step in steps:
        if step.units is not None:
            return step if step.units == 1 else None
        if step.name not in SAME_SIZE:
            return None
    return None


def softmax(steps: Iterable[Step]) -> Step | None:
    """A softmax over the last axis, where an output is made by one."""
    for step in steps:
        if step.name in ("softmax", "Softmax") and "axis" not in step.arguments:
            return step
        if step.activation == "softmax":
            return step
        if step.name not in SAME_SIZE:
            return None
    return None
