"""What is said of a training on one line."""

from __future__ import annotations

from wtspec.cli.render.course import Ended
from wtspec.cli.render.fold import named
from wtspec.errors.visible import visible
from wtspec.report.quantity import in_short
from wtspec.report.tables import GAP
from wtspec.train.events import CheckpointFailed, LoggerFailed, Retracing, Started
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment


def opening(event: Started) -> list[str]:
    """Lines: what is about to be trained, for how long, where it is recorded; what else to know."""
    length = event.length
    first = (
        f"{visible(event.name)}: {event.parameters:,} parameters; {length.train_rows:,} rows, "
        f"{_counted(length.epochs, 'epoch')} of {_counted(length.steps_per_epoch, 'step')}; "
        f"{visible(str(event.folder))}"
    )
    goes_on = [f"goes on {_place(event.begun)}"] if event.begun is not None else []
    return [first, *goes_on, *(f"  {visible(one)}" for one in event.remarks)]


def retracing(event: Retracing) -> str:
    """That the training is done again, and why."""
    where = "from its beginning" if event.begun == (0, 0) else _place(event.begun)
    return f"a number was lost: training again {where}, to see which was the first"


def unsaved(event: CheckpointFailed | LoggerFailed) -> str:
    """That a state could not be saved, or a logger could not write, and why."""
    reason = visible(event.reason)
    if isinstance(event, LoggerFailed):
        return f"warning: {event.logger} could not be told: {reason}; the training goes on"
    return f"warning: no checkpoint could be written: {reason}; the training goes on"


def _place(begun: Moment) -> str:
    if begun == (0, 0):
        return "from its beginning: no state of it was saved"
    after = f" and {_counted(begun.step, 'step')}" if begun.step else ""
    return f"after {_counted(begun.epoch, 'epoch')}{after}"


def in_a_row(metrics: Metrics) -> str:
    """Metrics on one line."""
    return GAP.join(in_pieces(metrics))


def in_pieces(
    metrics: Metrics, room: int | None = None, *, losses_first: bool = False
) -> list[str]:
    """Each metric with its name, the loss first, those of the validation rows last.

    Args:
        room: Columns that none of them is to be wider than.
        losses_first: Whether the validation loss follows the loss.
    """
    names = sorted(metrics, key=_rank)
    if losses_first:
        names.sort(key=lambda name: name.removeprefix("val_") != "loss")
    return [named(name, in_short(metrics[name]), room) for name in names]


def in_table(metrics: Metrics) -> list[tuple[str, str, str]]:
    """A row for each metric, that of the training rows and that of the validation rows."""
    names = dict.fromkeys(name.removeprefix("val_") for name in sorted(metrics, key=_rank))
    return [(name, _told(metrics, name), _told(metrics, f"val_{name}")) for name in names]


def ended(epoch: Ended) -> tuple[str, str]:
    """Which epoch it is that has ended, and what it took."""
    return f"epoch {epoch.epoch}/{epoch.epochs}", took(epoch.seconds, epoch.elapsed_seconds)


def took(seconds: float, elapsed_seconds: float) -> str:
    """How long an epoch took, and all until then."""
    digits = 1 if seconds >= 1 else 2 if seconds >= 0.1 else 3
    return f"{seconds:.{digits}f} s, {elapsed_seconds:.1f} s in all"


def _told(metrics: Metrics, name: str) -> str:
    return in_short(metrics[name]) if name in metrics else ""


def _rank(name: str) -> tuple[bool, bool]:
    return (name.startswith("val_"), name.removeprefix("val_") != "loss")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
