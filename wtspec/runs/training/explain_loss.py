"""Says what was not finite first, where a loss or a weight is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace as with_fields

from wtspec.data.batches import epoch_order
from wtspec.data.rows import Rows, by_name, first_of
from wtspec.data.weigh_rows import weigh_rows
from wtspec.errors import SpecError
from wtspec.model.mesh.parts import is_laid, is_on_mesh
from wtspec.runs.checkpoints.choose import find_last
from wtspec.runs.checkpoints.find_lost import find_lost_weight, is_finite
from wtspec.runs.checkpoints.places import in_words
from wtspec.runs.training.job import Job, first_model
from wtspec.runs.training.retrace import Tracer
from wtspec.runs.training.train_rows import train_rows
from wtspec.train.events import Listener, Retracing, ignore
from wtspec.train.snapshot import Moment, Snapshot
from wtspec.train.watch import LostError

if TYPE_CHECKING:
    from pathlib import Path

    import keras

HELP = {
    "inputs": "the data have NaN or infinite values: fill them, or leave the rows out",
    "weights": "an initializer, or the file that they come from, gives numbers that are none",
    "outputs": "look for a division by zero, a logarithm or root of what may be negative, or an"
    " overflow of 16 bits; `standardize(…)` makes inputs small",
    "loss": "the loss takes a logarithm or a quotient of numbers that the output may have; losses"
    " of logits say `from_logits: true`",
    "gradient": "look for a root, a norm or a quotient at zero: its value is finite, and its slope"
    " is not; `clip_norm` does not help, a small number added there does",
    "update": "a smaller `learning_rate`, `clip_norm`, or inputs of a smaller scale",
}
_MOST_SECONDS = 120.0
"""Of training that is done again."""
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Cause:
    """What was not finite first.

    Attributes:
        text: A clause.
        kind: A key of `HELP`.
        rows: Which of the step's rows it is about; all of them where that is not known.
    """

    text: str
    kind: str
    rows: np.ndarray | None = None


def explain_loss(
    error: LostError, job: Job, run: Path, seconds: float, listener: Listener
) -> SpecError:
    """The fault of a loss or weight that is lost, with what was not finite first.

    The training is done again for that, from the last state that was kept, if it is not long ago.

    Args:
        error: Of the training.
        job: What was trained.
        run: The run's folder, in which its states are.
        seconds: How long it was trained.
        listener: Is told that it is done again.
    """
    (fault,) = error.diagnostics
    kept = find_last(run, lazily=is_on_mesh(job.model))
    snapshot = kept.snapshot
    if seconds - kept.elapsed_seconds > _MOST_SECONDS:
        return SpecError(with_fields(fault, help=_with_kept(fault.help, snapshot)))
    if error.moment != (0, 0):
        listener(Retracing(snapshot.moment if snapshot is not None else Moment(0, 0)))
    model, moment = _retrace(job, snapshot, error.moment)
    taken = _taken(job, moment)
    cause = _cause(model, taken, moment)
    when = (
        "" if moment == error.moment else f" at step {moment.step + 1} of epoch {moment.epoch + 1}"
    )
    places = taken.numbers if taken.numbers is not None else np.arange(taken.count)
    return SpecError(
        with_fields(
            fault,
            message=f"{fault.message}: {cause.text}{when}",
            received=_told_rows(places if cause.rows is None else places[cause.rows], cause),
            help=_with_kept(_help(cause, moment), snapshot),
        )
    )


def _help(cause: Cause, moment: Moment) -> str:
    """What an update may have done to the weights is said of all but the first step."""
    help = HELP[cause.kind]
    may_be_large = moment != (0, 0) and cause.kind in ("outputs", "loss")
    return f"{HELP['update']}; else {help}" if may_be_large else help


def _with_kept(help: str | None, snapshot: Snapshot | None) -> str | None:
    if snapshot is None:
        return help
    return f"{help or ''}; the last state that was saved is that {in_words(snapshot.moment)}"


def _retrace(job: Job, snapshot: Snapshot | None, target: Moment) -> tuple[keras.Model, Moment]:
    """The model before the step that lost a number, and which step that is."""
    from wtspec.train.fit import Begin
    from wtspec.train.keeper import Stopped
    from wtspec.train.measure import Measurer
    from wtspec.train.take_snapshot import put_snapshot

    start = snapshot.moment if snapshot is not None else Moment(0, 0)
    tracer = Tracer(start, target, job.length.steps_per_epoch)
    model = first_model(job.assembly, job.learned, is_fresh=snapshot is None)
    rewrites = job.program.settings.rewrite_for_cpu
    measurer = Measurer(
        model, job.length.batch_size, mesh=job.assembly.mesh, rewrite_for_cpu=rewrites
    )
    try:
        train_rows(
            job.assembly.code,
            model,
            measurer,
            job.parts,
            job.learned.class_weight,
            job.length,
            ignore,
            tracer,
            Begin(snapshot),
        )
    except (Stopped, LostError):
        pass
    finally:
        measurer.compiler.close()
    assert tracer.last is not None  # noqa: S101 - it began
    put_snapshot(model, tracer.last)
    return model, tracer.last.moment


def _taken(job: Job, moment: Moment) -> Rows:
    """The rows that the step after a moment takes."""
    settings, training = job.program.settings, job.program.training
    size = settings.batch_size * (training.accumulate if training is not None else 1)
    rows = weigh_rows(job.parts["train"], job.learned.class_weight)
    first = moment.step * size
    if rows.stream is None:
        order = epoch_order(rows.count, settings.seed, moment.epoch, settings.shuffle)
        numbers = order[first:][:size]
        places = np.arange(rows.count) if rows.numbers is None else rows.numbers
        return replace(rows, numbers=places).each(lambda array: array[numbers])
    read = rows.stream.epoch(settings.seed, moment.epoch, first, shuffle=settings.shuffle)
    return first_of(read, size)


def _cause(model: keras.Model, rows: Rows, moment: Moment) -> Cause:
    """What of a step, or before it, is not finite."""
    return _in_rows(rows) or _in_weights(model, moment) or _within(model, rows, moment)


def _in_rows(rows: Rows) -> Cause | None:
    given = (("input", rows.inputs), ("target", rows.targets if rows.targets is not None else {}))
    for what, arrays in given:
        for name, array in by_name(arrays).items():
            if not is_finite(array):
                text = f"the {what}{f' `{name}`' if name else ''} is not finite"
                return Cause(text, "inputs", _lost_rows(array, rows.count))
    return None


def _in_weights(model: keras.Model, moment: Moment) -> Cause | None:
    path = find_lost_weight(_weights(model))
    if path is None:
        return None
    if moment == (0, 0):
        return Cause(f"the weight `{path}` is not finite from the start", "weights")
    return Cause(f"the weight `{path}` is not finite before", "update")


def _weights(model: keras.Model) -> dict[str, object]:
    from wtspec.train.name_state import name_weights

    return dict(zip(name_weights(model), (one.value for one in model.weights), strict=True))


def _within(model: keras.Model, rows: Rows, moment: Moment) -> Cause:
    """What of a step is not finite, the weights and rows being so."""
    from wtspec.train.step import take_apart

    apart = take_apart(model, (rows.inputs, rows.targets, rows.weights))
    for name, value in by_name(apart.outputs).items():
        if not is_finite(value):
            what = f"the output `{name}`" if name else "the model's output"
            first = ", with the weights that it begins with" if moment == (0, 0) else ""
            return Cause(f"{what} is not finite{first}", "outputs", _lost_rows(value, rows.count))
    if not is_finite(apart.loss):
        model(rows.inputs, training=True)
        if not all(is_finite(one) for one in model.losses):
            return Cause("what layers add to the loss is not finite", "outputs")
        return Cause("the outputs are finite, and the loss of them is not", "loss")
    for path, gradient in apart.gradients.items():
        if not is_finite(gradient):
            return Cause(f"the gradient of `{path}` is not finite", "gradient")
    return Cause("the gradients are finite, and the updated weights are not", "update")


def _lost_rows(value: object, count: int) -> np.ndarray | None:
    """Which rows of a step's the numbers are in, where the first axis is that of rows."""
    if is_laid(value) and not value.is_fully_addressable:
        return None
    array = np.asarray(value).astype("float32")
    if array.shape[:1] != (count,):
        return None
    return np.flatnonzero(~np.isfinite(array.reshape(count, -1)).all(axis=1))


def _told_rows(places: np.ndarray, cause: Cause) -> str:
    """The rows by their places in the source, from 0."""
    which = "row" if cause.rows is not None else "a step with the row"
    plural = "s" if len(places) > 1 else ""
    shown = ", ".join(str(place) for place in places[:_MOST_ROWS])
    left = len(places) - _MOST_ROWS
    more = f" and {left} more" if left > 0 else ""
    return f"{which}{plural} {shown}{more} of the training rows' source, counted from 0"
