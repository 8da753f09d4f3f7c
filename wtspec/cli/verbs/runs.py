"""`wtspec runs`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.options import json_option
from wtspec.cli.streams import say, show, width_of_output


@click.command
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", default="runs")
@json_option
def runs(folder: Path, as_json: bool) -> None:
    """Lists the runs below a folder, and how far each has come.

    DIR is runs by default; it may be the folder of one spec's runs, or a single run.

    A run is running, finished, stopped by a signal, pruned by its sweep, failed for a reason that
    its log.txt tells, or died: its process is gone without a word. The best epoch is that of
    train.checkpoint.best, else of the least loss, on the validation rows where there are any. The
    age is the time since the training last wrote something.

    \b
    Example:
      wtspec runs
      wtspec runs runs/digits --json
    """
    import time

    from wtspec.cli.render.render_runs import runs_as_json, runs_as_text
    from wtspec.runs.listing.list_runs import list_runs

    found, unreadable = list_runs(folder)
    for one in unreadable:
        say(f"`{one}` can't be read: there may be more runs in it")
    if as_json:
        show(runs_as_json(found, time.time()))
    elif found:
        show(runs_as_text(found, time.time(), width_of_output()))
    else:
        say(f"there are no runs in `{folder}`")
