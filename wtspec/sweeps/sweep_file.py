"""What a sweep's folder says of the sweep: `sweep.json`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from wtspec.errors import Diagnostic, SpecError
from wtspec.report.sweep import Searched, SweepGoal
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.write import write_text
from wtspec.sweeps.results.swept_file import SweptFile

NAME = "sweep.json"
SPEC = "sweep.yaml"
GIVEN = "sweep.input.yaml"
DATABASE = "trials.db"

_MOST_BYTES = 1 << 24


class SweepFile(msgspec.Struct, frozen=True):
    """What is known of a sweep before its first trial.

    Attributes:
        name: Of the spec.
        study: What Optuna calls the sweep.
        identity: Of the study, by which folders on several machines know that they belong to it.
        storage: Where its trials are kept, without passwords: `trials.db` for a file in the folder.
        is_secret: Whether that lacks a password which was given.
        wanted: How many trials there are to be; None where the time is limited.
        hours: How long trials are begun; None where their number is limited.
        version: Of wtspec.
        swept: The file with the spec; None where it is in none, or can't be reached.
    """

    name: str
    doc: str | None
    study: str
    identity: str
    storage: str
    is_secret: bool
    goals: list[SweepGoal]
    over: list[Searched]
    sampler: str
    pruner: str
    wanted: int | None
    hours: float | None
    version: str
    swept: SweptFile | None = None


def write_sweep_file(folder: Path, facts: SweepFile) -> None:
    """Writes it, in place of one that is there."""
    write_text(folder / NAME, msgspec.json.format(msgspec.json.encode(facts)).decode() + "\n")


def read_sweep_file(folder: Path) -> SweepFile:
    """Reads it.

    Raises:
        SpecError: `no-sweep`, `outside-root`.
    """
    path = folder / NAME
    if not path.is_file():
        what = "holds no sweep" if folder.is_dir() else "is no folder"
        raise SpecError(_no_sweep(f"`{folder}` {what}"))
    check_link(path)
    with (
        suppress(OSError, msgspec.DecodeError, ValueError, RecursionError),
        path.open("rb") as file,
    ):
        return msgspec.json.decode(file.read(_MOST_BYTES), type=SweepFile)
    raise SpecError(_no_sweep(f"`{path}` can't be read as what a sweep has written"))


def _no_sweep(message: str) -> Diagnostic:
    help = "`wtspec sweep FILE` makes the folder of a sweep, `runs/NAME/sweep-0001`"
    return Diagnostic("no-sweep", message, help=help)
