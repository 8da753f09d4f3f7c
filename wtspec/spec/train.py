"""`train` and `runtime`: how the model learns, and on what."""

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND, Takes
from wtspec.spec.loggers import LoggerSpec
from wtspec.spec.values import (
    Component,
    Factor,
    Flag,
    Name,
    Number,
    Positive,
    Reference,
    Sharding,
    Size,
    Text,
    Whole,
    offered,
)

Measure = Annotated[str | Annotated[dict[str, Any], Field(min_length=1)], BY_KIND]
"""A component, a formula, a function's name, or a mapping of these by output name."""

Norm = Annotated[Annotated[int, Field(gt=0)] | Annotated[float, Field(gt=0)] | Reference, BY_KIND]
Class = Annotated[int | str, WithJsonSchema({"type": "string"})]
"""A label, or the name of a class that is looked up."""
Factors = dict[Class, Annotated[float, Field(ge=0)]]
EVERY = r"[1-9][0-9]{0,8} (epoch|step|minute)s?"
BEST = r"((max|min) )?[^ ]+"
Auto = Annotated[Literal["auto"], Takes(("text",), "`auto`")]
Count = Annotated[Size | Auto, BY_KIND]


class GroupSpec(Section):
    """Settings for all weights whose path matches; the last match wins for each key."""

    match: Text
    """A glob of paths: * stays within one name, ** crosses any number."""
    trainable: bool | None = None
    """Whether the weights are trained."""
    lr_scale: Factor | None = None
    """Multiplies their learning rate."""
    weight_decay: bool | None = None
    """Whether weight decay reaches them."""
    sharding: Sharding | None = None
    """A mesh axis or null for each of their dims."""


class CheckpointSpec(Section):
    """When to save, how many to keep, which is best."""

    every: Annotated[Text, WithJsonSchema({"type": "string", "pattern": f"^{EVERY}$"})] = "1 epoch"
    """How often: 1 epoch, 500 steps, 10 minutes."""
    keep: Positive = 3
    """How many to keep."""
    best: Annotated[Text, WithJsonSchema({"type": "string", "pattern": f"^{BEST}$"})] | None = None
    """The metric whose best checkpoint is kept too: val_accuracy, max val_dice."""


class TrainSpec(Section):
    """The training. `loss` and `metrics` may be mappings by output name."""

    epochs: Positive | None = None
    """How many times the training rows are gone through."""
    steps: Positive | None = None
    """How many updates of the weights, in place of epochs."""
    optimizer: Annotated[Component, offered("optimizer")]
    """The optimizer, a component; its learning rate may be a schedule."""
    loss: Annotated[Measure | None, offered("loss")] = None
    """A component, a function, a formula over y_true and y_pred, or these by output."""
    loss_weights: dict[str, Number] | None = None
    """How much the loss of each output counts."""
    metrics: Annotated[Annotated[Measure | list[Measure], BY_KIND] | None, offered("metrics")] = (
        None
    )
    """Components, functions or named formulas, or these by output."""
    clip_norm: Norm | None = None
    """The greatest norm of all gradients together."""
    accumulate: Positive = 1
    """Batches whose gradients make one update."""
    early_stopping: Annotated[dict[str, Any] | None, offered("early stopping")] = None
    """The arguments of Keras's EarlyStopping."""
    checkpoint: Annotated[CheckpointSpec | Literal["none"], BY_KIND] | None = None
    """When to save the state of the training, and what to keep; none for never."""
    callbacks: list[Annotated[Component, offered("callback")]] = []
    """Callbacks of Keras."""
    loggers: list[Annotated[Literal["tensorboard", "mlflow"] | LoggerSpec, BY_KIND]] = []
    """Who else is told of the numbers: tensorboard, mlflow."""
    class_weight: Annotated[Factors | Literal["balanced"], BY_KIND] | None = None
    """A factor for the rows of each class, by label or name; balanced: all classes count alike."""
    groups: list[GroupSpec] = []
    """Settings for weights by path; the last match wins."""


class ProcessesSpec(Section):
    """Which of several processes this one is, where nothing round it says so."""

    coordinator: Text
    """Where the first process listens: its host and a port."""
    count: Positive
    """How many processes there are."""
    index: Whole
    """Which one this is, from 0."""


class RuntimeSpec(Section):
    """The surroundings of a run."""

    seed: Whole = 0
    """What initial weights, dropout and the order of rows follow from."""
    precision: Annotated[Text, offered("precision")] = "float32"
    """A dtype policy of Keras."""
    platform: Literal["auto", "cpu", "gpu", "tpu"] = "auto"
    """What the run computes on."""
    mesh: Annotated[dict[Name, Count], Field(min_length=1)] | None = None
    """The device mesh: sizes by axis, one of them auto."""
    processes: Annotated[Auto | ProcessesSpec, BY_KIND] | None = None
    """Several processes that train together: auto, or which one this is."""
    compile_cache: Flag = True
    """Whether compiled programs are kept for later runs."""
    deterministic: Flag = False
    """Whether a GPU must give the same numbers each time."""
    rewrite_for_cpu: Flag = True
    """Whether a CPU gets convolutions as it runs them fast."""
