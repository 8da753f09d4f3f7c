"""Runs a spec: data in, a trained model and its folder out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from wtspec.model import weights
from wtspec.runs.environment import environment
from wtspec.runs.folder import claim_folder
from wtspec.runs.job import Job, first_model, make_job
from wtspec.runs.preprocessing import preprocessing_text
from wtspec.runs.record import Record
from wtspec.runs.resolved import resolved_text
from wtspec.runs.save_trained import check_room, save_trained
from wtspec.runs.shield import shielded
from wtspec.runs.train_rows import measure_rows, train_rows
from wtspec.runs.weights_table import weights_table
from wtspec.stages import Checked
from wtspec.train.events import Event, Finished, Listener, Started, ignore
from wtspec.train.numbers import Metrics

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run.

    Attributes:
        folder: What it left behind.
        model: The trained model, compiled.
        history: Each epoch's metrics, those of the validation rows named `val_…`.
        metrics: By part, those of the final weights; but where these are the last epoch's, `train`
            are the means over that epoch, as the weights changed.
    """

    folder: Path
    model: keras.Model
    history: list[Metrics]
    metrics: dict[str, Metrics]


def run(
    checked: Checked,
    *,
    runs_dir: Path = Path("runs"),
    data: Mapping[str, ArrayLike] | None = None,
    data_root: Path | None = None,
    listener: Listener = ignore,
) -> Run:
    """Trains the spec's model on its data, and records all of it.

    Args:
        checked: A spec with `model`, `data` and `train`.
        runs_dir: The run's folder is made in it, `runs/digits/0001`.
        data: Columns that stand in for the spec's `source`.
        data_root: No data file may lie outside it; the spec's own root by default.
        listener: Is told how the training goes.

    Raises:
        SpecError: Everything that a spec or its data can be at fault for; before the first step,
            nothing is left behind.
    """
    job = make_job(checked, data, data_root)
    record = _begin(job, runs_dir, listener)
    with _put_away(record):
        history, metrics = _train(job, record, listener)
    return Run(record.folder, job.model, history, metrics)


def _begin(job: Job, runs_dir: Path, listener: Listener) -> Record:
    """Makes the run's folder; the listener knows of it before any signal can end the run."""
    checked = job.assembly.checked
    record: Record | None = None
    try:
        with shielded():
            folder = claim_folder(runs_dir, checked.program.name)
            record = Record(folder, environment(checked.program.settings.seed))
            check_room(folder, sum(row.bytes for row in job.weights))
            resolved = resolved_text(checked.spec, folder.resolve(), checked.program.params)
            record.begin(
                {
                    "config.input.yaml": checked.spec.document.source.text,
                    "config.resolved.yaml": resolved,
                    "source.py": job.assembly.code.source,
                    "preprocessing.json": preprocessing_text(job.learned),
                }
            )
            parameters = sum(row.parameters for row in job.weights)
            listener(Started(job.program.name, folder, job.length, parameters))
    except BaseException:
        if record is not None:
            record.give_up("failed")
        raise
    return record


@contextmanager
def _explaining(job: Job) -> Iterator[None]:
    """Where the first loss is no number, what it comes from is told."""
    from wtspec.train.watch import LostError

    try:
        yield
    except LostError as error:
        from wtspec.runs.explain_loss import explain_loss

        if not error.is_first:
            raise
        begun_with = first_model(job.assembly, job.learned)
        raise explain_loss(error, job.program, begun_with, job.parts["train"]) from error


@contextmanager
def _put_away(record: Record) -> Iterator[None]:
    """Writes down why a run ended early."""
    try:
        yield
    except KeyboardInterrupt:
        record.give_up("interrupted")
        raise
    except BaseException as error:
        record.give_up("failed", str(error))
        raise


def _train(
    job: Job, record: Record, listener: Listener
) -> tuple[list[Metrics], dict[str, Metrics]]:
    """Trains and measures the model, and writes down how that goes."""

    def tell(event: Event) -> None:
        record.note(event)
        listener(event)

    from wtspec.train.measure import Measurer

    began = time.monotonic()
    held_out = [rows for name, rows in job.parts.items() if name != "train"]
    measurer = Measurer(
        job.model,
        job.length.batch_size,
        held_out,
        rewrite_for_cpu=job.program.settings.rewrite_for_cpu,
    )
    try:
        with job.assembly.locating(), _explaining(job):
            trained = train_rows(
                job.assembly.code, job.model, measurer, job.parts, job.length, tell
            )
            metrics = measure_rows(measurer, job.parts, trained)
    finally:
        measurer.compiler.close()
    with shielded():
        save_trained(job.model, record.folder)
        initializers = {row.path: row.initializer for row in job.weights}
        record.finish(weights_table(weights(job.model), initializers), metrics)
    tell(Finished(record.folder, metrics, time.monotonic() - began))
    return trained.history, metrics
