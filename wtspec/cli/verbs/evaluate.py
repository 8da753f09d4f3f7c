"""`wtspec evaluate`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.options import (
    checkpoint_option,
    data_root_option,
    json_option,
    run_argument,
)
from wtspec.cli.streams import say, show, width_of_output
from wtspec.errors.visible import visible


@click.command
@run_argument
@click.option(
    "--part",
    type=click.Choice(["train", "validation", "test"]),
    default="test",
    help="The rows to measure on; by default test.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Measure all rows of this CSV, Parquet or npz file instead.",
)
@click.option(
    "--per-class/--no-per-class",
    default=None,
    help="Show how well each class is told apart; by default where up to 20 classes have names.",
)
@checkpoint_option
@json_option
@data_root_option
def evaluate(
    run: Path,
    part: str,
    data: Path | None,
    per_class: bool | None,
    checkpoint: str | None,
    as_json: bool,
    data_root: Path | None,
) -> None:
    """Measures the trained model of a run, a folder such as runs/digits/0001.

    A run that goes on, or has died, is measured as its last checkpoint has it.

    \b
    Example:
      wtspec evaluate runs/digits/0001
      wtspec evaluate runs/digits/0001 --part validation --json
      wtspec evaluate runs/digits/0001 --data new.csv --checkpoint best
    """
    from wtspec.cli.render.render_classes import classes_as_json, classes_as_text
    from wtspec.cli.render.render_run import metrics_as_text
    from wtspec.errors.render import json_text
    from wtspec.runs.evaluate import measure_run
    from wtspec.runs.predictions.by_class import ClassTable, class_tables
    from wtspec.runs.reopen import reopen

    opened = reopen(run, checkpoint)
    if opened.told is not None:
        say(visible(opened.told))
    tables: list[ClassTable] = []
    asked = bool(per_class) if as_json else per_class
    metrics = measure_run(
        opened,
        part=part,
        data=data,
        data_root=data_root,
        tell=lambda told: say(visible(told)),
        look=lambda rows: tables.extend(class_tables(opened, rows, asked=asked)),
    )
    if as_json:
        classes = {"classes": classes_as_json(tables)} if per_class else {}
        show(json_text({**metrics, **classes}, None))
        return
    measured = part if data is None else str(data)
    width = width_of_output()
    told = (classes_as_text(table, width) for table in tables)
    show("\n\n".join([metrics_as_text({measured: metrics}, width), *told]))
