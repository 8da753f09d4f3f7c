"""Which of a run's checkpoints is the best by a metric."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.program.training import Checkpointing
from wtspec.runs.checkpoints.checkpoint import DamagedError, metrics_of, read_noted
from wtspec.runs.checkpoints.places import find_checkpoints
from wtspec.train.snapshot import Moment

if TYPE_CHECKING:
    import keras


Mode = Literal["max", "min"]


class Best(NamedTuple):
    """A checkpoint that none is better than.

    Attributes:
        moment: In the training, at the end of an epoch.
        value: Of the metric.
    """

    moment: Moment
    value: float


def check_best(rule: Checkpointing, model: keras.Model, names: Collection[str]) -> Mode:
    """Whether more of the metric is better, `max`, or less, `min`.

    Args:
        rule: With a `best`.
        model: Compiled, its metrics built: some of Keras's know.
        names: Of what an epoch reports.

    Raises:
        SpecError: `unknown-monitor`, `unclear-mode`.
    """
    import keras

    best = rule.best or ""
    if best not in names:
        message = f"there is no metric `{best}` to find the best checkpoint by"
        near = did_you_mean(best, names)
        raise SpecError(Diagnostic("unknown-monitor", message, rule.span, one_of(names), help=near))
    if rule.mode is not None:
        return "max" if rule.mode == "max" else "min"
    asked = keras.callbacks.EarlyStopping(best)
    asked.set_model(model)
    try:
        asked._set_monitor_op()  # noqa: SLF001 - what `mode: auto` means in Keras
    except ValueError as error:
        message = f"nothing says whether more of `{best}` is better, or less"
        help = f"write `max {best}` or `min {best}`"
        raise SpecError(Diagnostic("unclear-mode", message, rule.span, help=help)) from error
    return "max" if asked.monitor_op is keras.ops.greater else "min"


def is_better(mode: str, one: float, than: Best | None) -> bool:
    """Whether a value is better than the best so far; NaN never is."""
    if math.isnan(one):
        return False
    return than is None or (one > than.value if mode == "max" else one < than.value)


def find_best(run: Path, metric: str, mode: str, without: Collection[Moment] = ()) -> Best | None:
    """The best of the checkpoints that lie there; the earliest of equal ones."""
    best: Best | None = None
    for moment, value in _scored(find_checkpoints(run).values(), metric):
        if moment not in without and is_better(mode, value, best):
            best = Best(moment, value)
    return best


def _scored(checkpoints: Iterable[Path], metric: str) -> Iterable[tuple[Moment, float]]:
    """Those at the end of an epoch: the metrics of others are not over whole epochs."""
    for folder in checkpoints:
        with suppress(DamagedError):
            noted = read_noted(folder)
            metrics = metrics_of(noted)
            if noted.step == 0 and metric in metrics:
                yield Moment(noted.epoch, noted.step), metrics[metric]
