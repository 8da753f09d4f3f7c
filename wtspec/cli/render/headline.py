"""What is said of a training on one line."""

from __future__ import annotations

from wtspec.cli.render.quantity import in_short
from wtspec.errors.visible import visible
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
        return f"warning: {event.logger} got no more of it: {reason}; the training goes on"
    return f"warning: no checkpoint could be written: {reason}; the training goes on"


def _place(begun: Moment) -> str:
    if begun == (0, 0):
        return "from its beginning: no state of it was saved"
    after = f" and {_counted(begun.step, 'step')}" if begun.step else ""
    return f"after {_counted(begun.epoch, 'epoch')}{after}"


def in_a_row(metrics: Metrics) -> str:
    """Metrics on one line, the loss first, those of the validation rows last."""
    names = sorted(metrics, key=_rank)
    return "  ".join(f"{visible(name)} {in_short(metrics[name])}" for name in names)


def _rank(name: str) -> tuple[bool, bool]:
    return (name.startswith("val_"), name.removeprefix("val_") != "loss")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
