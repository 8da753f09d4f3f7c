"""`wtspec run`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    file_argument,
    root_option,
    set_option,
)
from wtspec.cli.streams import show
from wtspec.errors.visible import visible


@click.command
@file_argument
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
    file: Path,
    runs_dir: Path,
    seed: int | None,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> None:
    """Trains a model on its data, and records the run in a folder of its own.

    \b
    Example:
      wtspec run model.yaml
      wtspec run model.yaml --set train.epochs=20 --seed 1
    """
    from wtspec.cli.read import read_checked

    if seed is not None:
        overrides = (*overrides, ("runtime.seed", str(seed)))
    checked = read_checked(file, overrides, root, data_root)
    from wtspec.cli.render.progress import tell_progress
    from wtspec.cli.render.render_run import metrics_as_text, weights_as_text
    from wtspec.cli.signals import stopping
    from wtspec.runs.run import run as run_checked
    from wtspec.train.events import Event

    with stopping() as (begin, check), tell_progress() as tell:

        def listener(event: Event) -> None:
            begin()
            check()
            tell(event)

        done = run_checked(checked, runs_dir=runs_dir, data_root=data_root, listener=listener)
    show(f"{metrics_as_text(done.metrics)}\n")
    show(f"{weights_as_text(done.model, done.folder)}\n")
    show(f"recorded in {visible(str(done.folder))}")
