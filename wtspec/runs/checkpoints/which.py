"""Gives a model the weights that are asked for: a run's final ones, or those of a checkpoint."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.errors import Diagnostic, SpecError, did_you_mean, one_of
from wtspec.model import load_weights
from wtspec.model.mesh.parts import is_on_mesh
from wtspec.runs.checkpoints.best import find_best
from wtspec.runs.checkpoints.checkpoint import DamagedError, read_checkpoint, read_noted
from wtspec.runs.checkpoints.choose import find_last
from wtspec.runs.checkpoints.places import CHECKPOINTS, find_checkpoints, in_words, name_of
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.read_record import facts_of
from wtspec.train.snapshot import Moment, Snapshot

if TYPE_CHECKING:
    import keras

FINAL = "weights.safetensors"
LAST, BEST = "last", "best"


def put_asked_weights(model: keras.Model, run: Path, asked: str | None) -> str | None:
    """Gives a built model weights of a run.

    Args:
        model: That the run trains.
        run: The run's folder.
        asked: `last`, `best`, the number of an epoch, or the name of a checkpoint's folder; None
            for the final weights, and those of the last checkpoint where there are none yet.

    Returns:
        What is to be said of them, where they are not the final ones.

    Raises:
        SpecError: `unfinished-run`, `no-checkpoint`, `checkpoint-mismatch`, `outside-root`;
            what is wrong with the file of the final weights.
    """
    check_link(run / CHECKPOINTS)
    final = _final(run)
    is_asked = final is not None and (asked is None or final.startswith(f"{asked}:"))
    if is_asked or _is_all_there_is(run, asked):
        check_link(run / FINAL)
        load_weights(model, run / FINAL)
        return None if is_asked else f"`{run}` has not finished: its weights are those of `{FINAL}`"
    snapshot, damaged = _asked(run, asked, lazily=is_on_mesh(model))
    from wtspec.train.take_snapshot import put_weights

    put_weights(model, snapshot.arrays)
    told = f"the weights are those {in_words(snapshot.moment)}"
    if asked is None:
        told = f"`{run}` has not finished: {told}"
    return "; ".join((told, *damaged))


def _is_all_there_is(run: Path, asked: str | None) -> bool:
    """Whether a run that could not be finished has weights, and no state: they were put there."""
    return asked is None and not find_checkpoints(run) and (run / FINAL).is_file()


def _final(run: Path) -> str | None:
    """What the final weights of a run that finished are: `last: epoch 50`."""
    if not (run / FINAL).is_file():
        return None
    facts = facts_of(run)
    if facts and facts.get("status") != "finished":
        return None
    return str(facts.get("weights", ""))


def _asked(run: Path, asked: str | None, *, lazily: bool) -> tuple[Snapshot, tuple[str, ...]]:
    from wtspec.train.take_snapshot import is_weight

    if asked in (None, LAST):
        last = find_last(run, is_weight, lazily=lazily)
        if last.snapshot is None:
            raise SpecError(_none(run, last.damaged))
        return last.snapshot, last.damaged
    moment = _best(run) if asked == BEST else _named(run, asked or "")
    try:
        folder = run / CHECKPOINTS / name_of(moment)
        return read_checkpoint(folder, is_weight, lazily=lazily)[0], ()
    except DamagedError as error:
        message = f"the checkpoint `{name_of(moment)}` of `{run}` is damaged: {error}"
        raise SpecError(Diagnostic("no-checkpoint", message)) from error


def _best(run: Path) -> Moment:
    for folder in find_checkpoints(run).values():
        with suppress(DamagedError):
            noted = read_noted(folder)
            if noted.best is not None:
                best = find_best(run, noted.best.metric, noted.best.mode)
                if best is not None:
                    return best.moment
    message = f"the run `{run}` has no best checkpoint"
    help = "`train.checkpoint` says by which metric one is kept: `checkpoint: {best: val_loss}`"
    raise SpecError(Diagnostic("no-checkpoint", message, help=help))


def _named(run: Path, asked: str) -> Moment:
    """The moment of a checkpoint that is there."""
    there = {name_of(moment): moment for moment in find_checkpoints(run)}
    name = f"epoch_{asked}" if asked.isascii() and asked.isdecimal() else asked
    if name in there:
        return there[name]
    message = f"the run `{run}` has no checkpoint `{asked}`"
    near = did_you_mean(name, list(there))
    expected = one_of([LAST, BEST, *there])
    raise SpecError(Diagnostic("no-checkpoint", message, expected=expected, help=near))


def _none(run: Path, damaged: tuple[str, ...]) -> Diagnostic:
    if damaged:
        message = f"no checkpoint of the run `{run}` can be read"
        return Diagnostic("no-checkpoint", message, received="\n".join(damaged))
    message = f"the run `{run}` did not finish, and no state of it was saved"
    help = f"`wtspec run --resume {run}` trains it to its end"
    return Diagnostic("unfinished-run", message, help=help)
