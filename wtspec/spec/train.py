"""`train` and `runtime`: how the model learns, and on what."""

from dataclasses import field
from typing import Annotated, Any, Literal

from wtspec.spec.section import Section
from wtspec.spec.values import (
    Component,
    Factor,
    Flag,
    Limits,
    Number,
    Positive,
    Reference,
    Size,
    Text,
    Whole,
)

Measure = str | Annotated[dict[str, Any], Limits(min_length=1)]
"""A component, a formula, a function's name, or a mapping of these by output name."""


class GroupSpec(Section):
    """Settings for all weights whose path matches; the last match wins for each key."""

    match: Text
    trainable: bool | None = None
    lr_scale: Factor | None = None
    weight_decay: bool | None = None


class CheckpointSpec(Section):
    """When to save, how many to keep, which is best."""

    every: Text
    keep: Positive = 3
    best: Text | None = None


class TrainSpec(Section):
    """The training. `loss` and `metrics` may be mappings by output name."""

    epochs: Positive | None = None
    steps: Positive | None = None
    optimizer: Component
    loss: Measure | None = None
    loss_weights: dict[str, Number] | None = None
    metrics: Measure | list[Measure] | None = None
    clip_norm: Annotated[int, Limits(gt=0)] | Annotated[float, Limits(gt=0)] | Reference | None = (
        None
    )
    accumulate: Positive = 1
    early_stopping: dict[str, Any] | None = None
    checkpoint: CheckpointSpec | None = None
    callbacks: list[Component] = field(default_factory=list)
    class_weight: dict[Annotated[int, Limits(ge=0)], Annotated[float, Limits(ge=0)]] | None = None
    groups: list[GroupSpec] = field(default_factory=list)


class RuntimeSpec(Section):
    """The surroundings of a run."""

    seed: Whole = 0
    precision: Text = "float32"
    platform: Literal["auto", "cpu", "gpu", "tpu"] = "auto"
    mesh: dict[str, Size | Literal["auto"]] | None = None
    processes: Size | Literal["auto"] | None = None
    compile_cache: Flag = True
    deterministic: Flag = False
    rewrite_for_cpu: Flag = True
