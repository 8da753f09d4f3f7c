"""Runs a spec: data in, a trained model and its folder out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.model.processes.join import is_first
from wtspec.runs.environment import environment
from wtspec.runs.lock import hold
from wtspec.runs.opened import Run
from wtspec.runs.origins import ORIGINS, origins_text
from wtspec.runs.preprocessing import preprocessing_text
from wtspec.runs.record import Record
from wtspec.runs.resolved import resolved_text
from wtspec.runs.save_trained import check_room
from wtspec.runs.training.job import Job, make_job
from wtspec.runs.training.shield import shielded
from wtspec.runs.training.stop import Judge, heeding
from wtspec.runs.training.together import check_shared, claim_together, together
from wtspec.runs.training.train_job import train_job
from wtspec.stages import Checked
from wtspec.train.events import Listener, Started, ignore


def run(
    checked: Checked,
    *,
    runs_dir: Path = Path("runs"),
    data: Mapping[str, ArrayLike] | None = None,
    data_root: Path | None = None,
    listener: Listener = ignore,
    at_once: Callable[[int], None] | None = None,
    folder: Path | None = None,
    judge: Judge | None = None,
) -> Run:
    """Trains the spec's model on its data, and records all of it.

    Args:
        checked: A spec with `model`, `data` and `train`.
        runs_dir: The run's folder is made in it, `runs/digits/0001`.
        data: Columns that stand in for the spec's `source`.
        data_root: No data file may lie outside it; the spec's own root by default.
        listener: Is told how the training goes.
        at_once: Ends the process at a second signal; by default that is `KeyboardInterrupt`.
        folder: The run's own, made in place of a numbered one.
        judge: Says after each epoch whether the run is to end there.

    Raises:
        SpecError: Everything that a spec or its data can be at fault for; before the first step,
            nothing is left behind.
        Interrupted: A signal ended it early; `resume` goes on with it.
        Pruned: Its judge ended it.
    """
    asked = time.monotonic()
    with together(checked):
        job = make_job(checked, data, data_root)
        stages = {"data and model": time.monotonic() - asked}
        from wtspec.train.fit import Begin  # it imports Keras, whose backend is chosen by now

        told = listener if is_first() else ignore
        with ExitStack() as held, heeding(at_once, judge) as stop:
            record = _begin(job, runs_dir, folder, stages, told, held)
            return train_job(job, record, told, stop, Begin())


def _begin(
    job: Job,
    runs_dir: Path,
    own: Path | None,
    stages: dict[str, float],
    listener: Listener,
    held: ExitStack,
) -> Record:
    """Makes the run's folder, and holds its lock."""
    checked = job.assembly.checked
    record: Record | None = None
    try:
        with shielded():
            folder = claim_together(runs_dir, checked, own)
            facts = environment(checked.program.settings.seed, job.assembly.mesh)
            record = Record(folder, facts, weights=job.weights, stages=stages)
            if is_first():
                held.enter_context(hold(folder))
            check_shared(folder, checked)
            check_room(folder, sum(row.bytes for row in job.weights))
            record.begin(texts_of(job, folder), job.remarks)
            parameters = sum(row.parameters for row in job.weights)
            started = Started(job.program.name, folder, job.length, parameters, remarks=job.remarks)
            listener(started)
    except BaseException:
        if record is not None:
            record.give_up("failed")
        raise
    return record


def texts_of(job: Job, folder: Path) -> dict[str, str]:
    """The files that say what a run is, by name."""
    checked = job.assembly.checked
    return {
        "config.input.yaml": checked.spec.document.source.text,
        "config.resolved.yaml": resolved_text(
            checked.spec, folder.resolve(), checked.program.params
        ),
        "source.py": job.assembly.code.source,
        "preprocessing.json": preprocessing_text(job.learned),
        ORIGINS: origins_text(checked.spec, folder, checked.program.params),
    }
