"""What a trained run leaves for people to look at; no run fails for want of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.errors.visible import visible
from wtspec.runs.outcomes.find_outcomes import begin_look, find_outcomes
from wtspec.runs.outcomes.outcomes_file import write_outcomes
from wtspec.runs.record import Record
from wtspec.runs.reporting.write_report import write_report
from wtspec.runs.training.job import Job

if TYPE_CHECKING:
    from wtspec.runs.outcomes.look import Look
    from wtspec.train.compiler import Compiler


@dataclass(slots=True)
class HeldOut:
    """Tells what a model makes of held-out rows.

    Attributes:
        job: With the model.
        record: Of the run.
        compiler: That the training's programs are compiled by.
    """

    job: Job
    record: Record
    compiler: Compiler
    _look: Look | None = None

    def begin(self) -> None:
        """Begins to compile what that takes: beside the steps, as they are compiled."""
        with _doing_without(self.record, "what becomes of held-out rows"):
            self._look = begin_look(self.job, self.compiler)

    def leave(self) -> None:
        """Writes down what the model, as it was trained, made of them."""
        what = "what became of held-out rows"
        with self.record.timing("outcomes"), _doing_without(self.record, what):
            outcomes = find_outcomes(self.job, self._look)
            if self.record.is_kept:
                write_outcomes(outcomes, self.record.folder)


def leave_report(job: Job, record: Record) -> None:
    """Writes the run's page; all else is written by then."""
    if not record.is_kept:
        return
    with _doing_without(record, "the report"):
        write_report(record.folder, job.assembly.checked)


@contextmanager
def _doing_without(record: Record, what: str) -> Iterator[None]:
    """Notes in the log what could not be had: the weights are saved, and count more."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - as above
        record.log(f"{what} could not be told: {visible(str(error)) or type(error).__name__}")
