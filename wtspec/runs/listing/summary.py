"""What a run's folder tells of the run, in short."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from wtspec.errors.visible import visible
from wtspec.runs.listing.epochs import FAULTS, BestEpoch, best_epoch, last_epoch, read_lines
from wtspec.runs.listing.read_end import read_end, read_whole
from wtspec.runs.lock import is_held

State = Literal["running", "finished", "stopped", "pruned", "died", "failed", "unknown"]
Record = TypeVar("Record")

_CHANGING = ("environment.json", "metrics.jsonl", "log.txt", "checkpoints")
"""What a training writes as it goes on; others may come to look, and leave reports."""

_MOST_SPEC_BYTES = 1 << 20
_NAME = re.compile(rb"^name: [\"']?([^\"'\n]+)", re.MULTILINE)
_STATES: dict[str, State] = {
    "training": "died",
    "interrupted": "stopped",
    "pruned": "pruned",
    "failed": "failed",
    "finished": "finished",
}
"""What a run is that no process trains, by the status that was written last."""


class RunSummary(msgspec.Struct, frozen=True):
    """A run in short.

    Attributes:
        path: Its folder.
        spec: The name of what is trained.
        state: `stopped` by a signal, `died` without a word, `unknown` where its files don't say.
        epochs: Trained to their end.
        planned_epochs: None where that can't be read.
        best: The best epoch so far.
        changed: When the training last wrote something, in seconds since 1970.
    """

    path: Path
    spec: str
    state: State
    epochs: int
    planned_epochs: int | None
    best: BestEpoch | None
    changed: float | None

    def __repr__(self) -> str:
        planned = "?" if self.planned_epochs is None else self.planned_epochs
        best = f"; best {self.best.metric} {self.best.value:.4g}" if self.best else ""
        told = f"{self.path}: {self.state}, {self.epochs}/{planned} epochs{best}"
        return f"<RunSummary {visible(told)}>"


class _Environment(msgspec.Struct):
    status: str


class _Lengths(msgspec.Struct):
    steps_per_epoch: int
    total_steps: int


class _Preprocessing(msgspec.Struct):
    lengths: _Lengths


def summarize(folder: Path) -> RunSummary:
    """Tells what can be told of a run, however broken its files are."""
    spec = read_whole(folder / "config.resolved.yaml", _MOST_SPEC_BYTES)
    lines = read_lines(read_end(folder / "metrics.jsonl") or b"")
    return RunSummary(
        path=folder,
        spec=_name(spec) or folder.absolute().parent.name,
        state=state_of(folder),
        epochs=last_epoch(lines),
        planned_epochs=_planned(folder),
        best=best_epoch(lines, _asked(spec)),
        changed=_changed(folder),
    )


def state_of(folder: Path) -> State:
    """Whether a run goes on, or how it ended.

    Who ends a run says so, and then lets go of its lock; the dead hold none either.
    """
    status = _status(folder)
    if status == "finished":
        return "finished"
    if is_held(folder):
        return "running"
    return _STATES.get(_status(folder), "unknown")  # it may have ended in between


def _status(folder: Path) -> str:
    """What is written of a run's state; "training" before anything is: that is written last."""
    path = folder / "environment.json"
    found = _decoded(read_whole(path), _Environment)
    if found is not None:
        return found.status
    return "" if _is_there(path) else "training"


def _is_there(path: Path) -> bool:
    """Whether there is such a file, or no telling."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def _planned(folder: Path) -> int | None:
    found = _decoded(read_whole(folder / "preprocessing.json"), _Preprocessing)
    if found is None or found.lengths.steps_per_epoch < 1 or found.lengths.total_steps < 1:
        return None
    return -(-found.lengths.total_steps // found.lengths.steps_per_epoch)


def _name(spec: bytes) -> str | None:
    """The spec's name, by the form in which resolved specs are printed: YAML takes long to read."""
    found = _NAME.search(spec)
    return found[1].decode("utf-8", "replace").strip() if found else None


@lru_cache(maxsize=64)  # runs of a spec often differ in nothing that is in it
def _asked(spec: bytes) -> str | None:
    """What `checkpoint.best` says."""
    if b"checkpoint" not in spec or b"best" not in spec:
        return None
    from wtspec.document import Scalar, read_text
    from wtspec.document.node import find
    from wtspec.errors import SpecError

    with suppress(SpecError, ValueError, RecursionError):
        best = find(
            read_text(spec.decode("utf-8"), "config.resolved.yaml"), "train", "checkpoint", "best"
        )
        if isinstance(best, Scalar) and isinstance(best.value, str):
            return best.value
    return None


def _changed(folder: Path) -> float | None:
    times: list[float] = []
    for name in _CHANGING:
        with suppress(OSError):
            times.append(os.lstat(folder / name).st_mtime)
    return max(times, default=None)


def _decoded(text: bytes, form: type[Record]) -> Record | None:
    with suppress(*FAULTS):
        return msgspec.json.decode(text, type=form)
    return None
