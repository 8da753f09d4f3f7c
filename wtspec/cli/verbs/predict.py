"""`wtspec predict`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.options import checkpoint_option, run_argument
from wtspec.cli.streams import say
from wtspec.errors.visible import visible


@click.command
@run_argument
@click.argument("rows", type=click.Path(path_type=Path), metavar="INPUT")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUTPUT",
    help="The file to write; its ending says the format: .csv, .parquet or .npz.",
)
@checkpoint_option
def predict(run: Path, rows: Path, output: Path, checkpoint: str | None) -> None:
    """Writes what the trained model of a run gives for the rows of a CSV, Parquet or npz file.

    INPUT needs the columns that the model's inputs are made from, in any order.

    \b
    Example:
      wtspec predict runs/digits/0001 new.csv -o predictions.csv
    """
    from wtspec.runs.predict import predict as predict_rows

    told = predict_rows(run, rows, output, checkpoint)
    if told is not None:
        say(visible(told))
    say(f"written to {visible(str(output))}")
