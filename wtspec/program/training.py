"""What the data become, and how the model learns from them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

from msgspec import Struct

from wtspec.errors import Span
from wtspec.language import Expression
from wtspec.program.declared import Axes, Use

One = TypeVar("One", bound=Struct)


class FormulaFile(Struct, frozen=True):
    """A file that a formula of the data names.

    Attributes:
        path: As the formula has it.
        folder: That it is relative to.
    """

    path: str
    folder: Path
    span: Span


class Prepared(Struct, frozen=True):
    """What columns become: a formula for each input, target and for the weights of rows.

    Attributes:
        rows: Which rows are used; None for all.
        files: Those that formulas name, such as tokenizers.
    """

    inputs: tuple[tuple[str, Expression], ...]
    targets: Expression | tuple[tuple[str, Expression], ...] | None
    weights: Expression | None
    rows: Expression | None = None
    files: tuple[FormulaFile, ...] = ()

    @property
    def each_formula(self) -> tuple[tuple[str, Expression], ...]:
        """All of them."""
        return (*self.each_row, *self.inputs, *self.each_target, *self.each_weight)

    @property
    def each_row(self) -> tuple[tuple[str, Expression], ...]:
        """The one that says which rows are used, without a name; none where all are."""
        return each(self.rows)

    @property
    def each_target(self) -> tuple[tuple[str, Expression], ...]:
        """The targets by name; one that stands alone has none."""
        return each(self.targets)

    @property
    def each_weight(self) -> tuple[tuple[str, Expression], ...]:
        """The same of the weights of rows, of which there is one at most."""
        return each(self.weights)


class Measure(Struct, frozen=True):
    """A loss or metric: a component, one of the file's functions, or a formula.

    Attributes:
        name: Of a formula or function; None for a component.
        named: Where the file gives it its name, if it does.
    """

    value: Use | Expression | str
    name: str | None
    span: Span
    named: Span | None = None


Losses = Measure | tuple[tuple[str, Measure], ...]
"""One, or one for each of several outputs."""

Metrics = tuple[Measure, ...] | tuple[tuple[str, tuple[Measure, ...]], ...]
"""Some, or some for each of several outputs."""


class Group(Struct, frozen=True):
    """Settings for all weights whose path matches; None leaves one as it is.

    Attributes:
        match: A glob over paths.
        span: Of the glob.
    """

    match: str
    trainable: bool | None
    lr_scale: float | None
    weight_decay: bool | None
    sharding: Axes | None
    span: Span


class Checkpointing(Struct, frozen=True):
    """When the state of a training is saved, and what is kept of it.

    Attributes:
        every: How many of `unit`: `epoch`, `step` or `minute`.
        keep: How many of the last ones are kept.
        best: The metric whose best one is kept too.
        mode: `max` or `min`, where the file says which of two values of it is better.
        span: Of `best`.
        is_asked: Whether the file asks for it; else a run shorter than a minute saves nothing.
    """

    every: int = 1
    unit: str = "minute"
    keep: int = 1
    best: str | None = None
    mode: str | None = None
    span: Span | None = None
    is_asked: bool = False


class Logger(Struct, frozen=True):
    """Who else is told of a training's numbers.

    Attributes:
        experiment: Of MLflow's; None for the spec's name.
        run_name: Of MLflow's; None for the folder's name.
        tags: Of MLflow's run, besides those that each has.
        span: Where the file asks for it.
    """

    kind: Literal["tensorboard", "mlflow"]
    span: Span
    experiment: str | None = None
    run_name: str | None = None
    tags: tuple[tuple[str, str], ...] = ()


class Training(Struct, frozen=True):
    """What `compile` and `fit` take.

    Attributes:
        accumulate: Batches whose gradients make one update.
        class_weight: By label, or by the name of a class that is looked up.
        class_weight_span: Where classes are given weights, if they are.
        checkpoint: None where no state is saved.
    """

    optimizer: Use
    loss: Losses | None
    loss_weights: tuple[tuple[str, Expression], ...]
    metrics: Metrics
    clip_norm: Expression | None
    epochs: int | None
    steps: int | None
    callbacks: tuple[Use, ...]
    class_weight: tuple[tuple[int | str, float], ...] | Literal["balanced"]
    groups: tuple[Group, ...]
    accumulate: int = 1
    class_weight_span: Span | None = None
    checkpoint: Checkpointing | None = Checkpointing()
    loggers: tuple[Logger, ...] = ()

    @property
    def each_loss(self) -> tuple[tuple[str, Measure], ...]:
        """The losses by output; one that is for all of them has no name."""
        return each(self.loss)

    @property
    def each_metric(self) -> tuple[tuple[str, Measure], ...]:
        """The metrics by output, likewise."""
        return each_metric(self.metrics)


def each(several: One | tuple[tuple[str, One], ...] | None) -> tuple[tuple[str, One], ...]:
    """What stands alone or by name, always by name: alone it has none."""
    if several is None:
        return ()
    return several if isinstance(several, tuple) else (("", several),)


def each_metric(metrics: Metrics) -> tuple[tuple[str, Measure], ...]:
    """Metrics by output; one that is for all of them has no name."""
    named = (("", (one,)) if isinstance(one, Measure) else one for one in metrics)
    return tuple((output, metric) for output, several in named for metric in several)
