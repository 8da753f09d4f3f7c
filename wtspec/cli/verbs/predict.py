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
@click.option(
    "--id",
    "ids",
    multiple=True,
    metavar="COLUMN",
    help="A column of INPUT to write beside the predictions, as it is; may be repeated.",
)
@click.option("--raw", is_flag=True, help="Write the outputs as the model gives them.")
@checkpoint_option
def predict(
    run: Path, rows: Path, output: Path, ids: tuple[str, ...], raw: bool, checkpoint: str | None
) -> None:
    """Writes what the trained model of a run gives for the rows of a CSV, Parquet or npz file.

    INPUT needs the columns that the model's inputs are made from, in any order; for a model of
    images it is a folder of pictures, or one picture. Of a classifier,
    OUTPUT has the likeliest class by its name, its probability, and that of each class; of a
    regression, values in the units of the target's column.

    \b
    Example:
      wtspec predict runs/digits/0001 new.csv -o predictions.csv
      wtspec predict runs/digits/0001 new.csv -o predictions.parquet --id number
    """
    from wtspec.runs.predict import predict as predict_rows

    for remark in predict_rows(run, rows, output, checkpoint, raw=raw, ids=ids):
        say(visible(remark))
    say(f"written to {visible(str(output))}")
