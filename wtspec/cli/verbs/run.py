"""`wtspec run`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    root_option,
    set_option,
)
from wtspec.cli.streams import keep_stdout, say, show, width_of_output
from wtspec.errors.visible import visible

if TYPE_CHECKING:
    from wtspec.runs.training.train_job import Run
    from wtspec.stages import Checked


@click.command
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE]", required=False)
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Goes on with a run that ended early, in its own folder; with --set train.epochs=N also "
    "with one that is finished.",
)
@click.option(
    "--allow-changed-data",
    is_flag=True,
    help="Goes on with a run whose data files are not what they were.",
)
@click.option(
    "--runs-dir",
    type=click.Path(path_type=Path),
    default="runs",
    metavar="DIR",
    help="Where the run's folder is made; by default runs.",
)
@click.option("--seed", type=click.IntRange(min=0), help="The same as --set runtime.seed=SEED.")
@set_option
@root_option
@data_root_option
def run(
    file: Path | None,
    resume: Path | None,
    allow_changed_data: bool,
    runs_dir: Path,
    seed: int | None,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> None:
    """Trains a model on its data, and records the run in a folder of its own.

    Ctrl-C ends it, its state saved; --resume goes on from there as if nothing had been. A run's own
    spec is used where no FILE is given with --resume.

    \b
    Example:
      wtspec run model.yaml
      wtspec run model.yaml --set train.epochs=20 --seed 1
      wtspec run --resume runs/model/0001
    """
    from wtspec.model.processes.join import is_first

    _check_usage(file, resume, allow_changed_data=allow_changed_data)
    if seed is not None:
        overrides = (*overrides, ("runtime.seed", str(seed)))
    if resume is not None:
        done = _resume(resume, file, overrides, root, data_root, allow_changed_data)
    else:
        done = _run(file, runs_dir, overrides, root, data_root)
    if not is_first():
        return
    if done is None:
        say(f"{visible(str(resume))} is finished: nothing was left to do")
        say("--set train.epochs=N makes it longer")
        return
    from jax import process_count

    from wtspec.cli.render.render_run import metrics_as_text, weights_as_text

    width = width_of_output()
    show(f"{metrics_as_text(done.metrics, width)}\n")
    if process_count() == 1:  # else no process has all of them
        show(f"{weights_as_text(done.model, done.folder, width)}\n")
    show(f"recorded in {visible(str(done.folder))}")


def _check_usage(file: Path | None, resume: Path | None, *, allow_changed_data: bool) -> None:
    if file is None and resume is None:
        message = "a FILE to train is missing; --resume RUN goes on with a run"
        raise click.UsageError(message)
    if allow_changed_data and resume is None:
        message = "--allow-changed-data is for --resume: a new run takes the data as they are"
        raise click.UsageError(message)


def _run(
    file: Path | None,
    runs_dir: Path,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> Run:
    from wtspec.cli.read import read_checked

    assert file is not None  # noqa: S101 - checked above
    checked = read_checked(file, overrides, root, data_root)
    _prepare_output(checked)
    from wtspec.cli.render.progress import tell_progress
    from wtspec.cli.signals import exit_at_once
    from wtspec.runs.run import run as run_checked

    with tell_progress() as listener:
        return run_checked(
            checked,
            runs_dir=runs_dir,
            data_root=data_root,
            listener=listener,
            at_once=exit_at_once,
        )


def _prepare_output(checked: Checked) -> None:
    if checked.program.settings.processes is not None:
        keep_stdout()


def _resume(
    folder: Path,
    file: Path | None,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
    allow_changed_data: bool,
) -> Run | None:
    from wtspec.cli.read import read_checked
    from wtspec.cli.render.progress import tell_progress
    from wtspec.cli.signals import exit_at_once
    from wtspec.runs.resume import read_run, resume

    checked = (
        read_run(folder, overrides, data_root)
        if file is None
        else read_checked(file, overrides, root, data_root)
    )
    _prepare_output(checked)
    with tell_progress() as listener:
        return resume(
            folder,
            checked,
            data_root=data_root,
            allow_changed_data=allow_changed_data,
            listener=listener,
            at_once=exit_at_once,
        )
