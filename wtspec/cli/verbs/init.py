"""`wtspec init`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wtspec.cli.streams import say
from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.visible import visible

_MOST_TOLD = 20
"""Lines about columns."""


@click.command
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[FILE]")
@click.option(
    "--csv",
    "table",
    type=click.Path(path_type=Path),
    metavar="TABLE",
    help="Fits the file to a table, CSV, Parquet or npz: inputs, target, the kind of task and how "
    "the file is written follow from its columns.",
)
@click.option(
    "--images",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Fits the file to a folder of pictures, whose subfolders are the labels.",
)
@click.option("--target", metavar="COLUMN", help="The column to predict; by default the last.")
@click.option("--force", is_flag=True, help="Replaces a file that exists.")
def init(
    file: Path | None,
    table: Path | None,
    images: Path | None,
    target: str | None,
    force: bool,
) -> None:
    """Writes a file to start from, which can be trained at once.

    FILE is model.yaml if it is not given, or named after the table. Its first line names the
    schema for editors, which is put beside it unless one lies there or in a folder above.

    \b
    Example:
      wtspec init model.yaml
      wtspec init --csv penguins.csv --target species
      wtspec init --images flowers
    """
    if images is not None:
        if table is not None or target is not None:
            raise click.UsageError("--images stands for itself, without --csv and --target")
        path = file or Path(f"{images.resolve().name}.yaml")
        _check_free(path, force=force)
        _write_images(path, images)
        return
    if target is not None and table is None:
        raise click.UsageError("--target names a column of the table that --csv gives")
    path = file or Path(f"{table.stem}.yaml" if table is not None else "model.yaml")
    _check_free(path, force=force)
    text, remarks = _text(path, table, target)
    schema = _write(path, text)
    for line in remarks:
        say(line)
    _tell(path, schema, table)


def _text(path: Path, table: Path | None, target: str | None) -> tuple[str, list[str]]:
    """The file, and what is to be told of it."""
    if table is None:
        from wtspec.cli.starter import starter

        return starter(visible(str(path))), []
    from wtspec.cli.table_spec.remarks import headline, remarks
    from wtspec.cli.table_spec.spec import table_spec
    from wtspec.data.table.table import read_table

    found = read_table(table, target)
    relative = os.path.relpath(table.resolve(), path.parent.resolve())
    text = table_spec(found, Path(relative).as_posix(), visible(str(path)))
    told = remarks(found)
    more = [f"… and {len(told) - _MOST_TOLD:,} more, which the file names"]
    cut = told if len(told) <= _MOST_TOLD else [*told[:_MOST_TOLD], *more]
    return text, [headline(found, is_last=target is None), *cut]


def _write_images(path: Path, images: Path) -> None:
    from wtspec.cli.images_spec import images_spec, told_of_images
    from wtspec.data.images.survey import survey_images

    found = survey_images(images)
    relative = Path(os.path.relpath(images.resolve(), path.parent.resolve())).as_posix()
    schema = _write(path, images_spec(found, relative, visible(str(path))))
    for line in told_of_images(found):
        say(visible(line))
    _tell(path, schema, images)


def _tell(path: Path, schema: Path | None, data: Path | None) -> None:
    shown = visible(str(path))
    say(f"written to {shown}; train it with: wtspec run {shown}{_data_root(path, data)}")
    if schema is not None:
        say(f"its schema, for editors, is {visible(str(schema))}")


def _check_free(path: Path, *, force: bool) -> None:
    if path.is_dir() or (path.exists() and not force):
        message = f"`{path}` exists"
        help = None if path.is_dir() else "`--force` replaces it"
        raise SpecError(Diagnostic("file-exists", message, help=help))


def _write(path: Path, text: str) -> Path | None:
    """Writes the file; where its schema was written, if it was."""
    from wtspec.cli.modeline import modeline, write_schema
    from wtspec.runs.write import unwritable, write_text

    try:
        write_text(path, modeline(path) + text)
        return write_schema(path)
    except OSError as error:
        raise unwritable(path, error) from error


def _data_root(path: Path, table: Path | None) -> str:
    """The option that a run needs if the table lies outside the spec's project."""
    from wtspec.document.root import find_root

    if table is None or table.resolve().is_relative_to(find_root(path.resolve())):
        return ""
    return f" --data-root {visible(str(table.resolve().parent))}"
