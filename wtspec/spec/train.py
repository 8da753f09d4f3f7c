"""`train` and `runtime`: how the model learns, and on what."""

from typing import Annotated, Any, Literal

from pydantic import Field

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND
from wtspec.spec.values import (
    Component,
    Factor,
    Flag,
    Number,
    Positive,
    Reference,
    Size,
    Text,
    Whole,
)

Measure = Annotated[str | Annotated[dict[str, Any], Field(min_length=1)], BY_KIND]
"""A component, a formula, a function's name, or a mapping of these by output name."""

Norm = Annotated[Annotated[int, Field(gt=0)] | Annotated[float, Field(gt=0)] | Reference, BY_KIND]
Count = Annotated[Size | Literal["auto"], BY_KIND]


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
    metrics: Annotated[Measure | list[Measure], BY_KIND] | None = None
    clip_norm: Norm | None = None
    accumulate: Positive = 1
    early_stopping: dict[str, Any] | None = None
    checkpoint: CheckpointSpec | None = None
    callbacks: list[Component] = []
    class_weight: dict[Annotated[int, Field(ge=0)], Annotated[float, Field(ge=0)]] | None = None
    groups: list[GroupSpec] = []


class RuntimeSpec(Section):
    """The surroundings of a run."""

    seed: Whole = 0
    precision: Text = "float32"
    platform: Literal["auto", "cpu", "gpu", "tpu"] = "auto"
    mesh: dict[str, Count] | None = None
    processes: Count | None = None
    compile_cache: Flag = True
    deterministic: Flag = False
    rewrite_for_cpu: Flag = True
