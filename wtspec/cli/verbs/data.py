"""`wtspec data`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    file_argument,
    json_option,
    root_option,
    set_option,
)
from wtspec.cli.streams import show, width_of_output

if TYPE_CHECKING:
    from wtspec.data.profile.profile import Profile


@click.command
@file_argument
@click.option(
    "--part",
    type=click.Choice(["train", "validation", "test"]),
    default="train",
    help="Whose first rows to show.",
)
@click.option(
    "--rows",
    type=click.IntRange(min=0),
    default=5,
    metavar="N",
    help="How many of them; 5 by default.",
)
@json_option
@set_option
@root_option
@data_root_option
def data(
    file: Path,
    part: str,
    rows: int,
    as_json: bool,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> None:
    """Shows what a file's data section gives, before anything is trained.

    The rows of each part, and how many of them the training rows have too; what the model is
    given; the labels; the columns; which of them differ between the parts; the first rows. Needs
    neither a model nor a training in the file.

    \b
    Example:
      wtspec data model.yaml
      wtspec data model.yaml --part test --rows 3
      wtspec data model.yaml --set data.split.seed=1 --json
    """
    from wtspec.cli.render.render_data import data_as_json, data_as_text

    found = _find(file, overrides, root, data_root, part, rows)
    show(data_as_json(found, part) if as_json else data_as_text(found, part, width_of_output()))


def _find(
    file: Path,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
    part: str,
    rows: int,
) -> Profile:
    from wtspec.cli.read import read_checked
    from wtspec.data.learn.files import nothing_learned
    from wtspec.data.parts import read_parts
    from wtspec.data.prepare import Preparer
    from wtspec.data.profile.profile import profile
    from wtspec.errors import Diagnostic, SpecError, one_of
    from wtspec.model.data_module import data_module

    checked = read_checked(file, overrides, root, data_root)
    program, document = checked.program, checked.spec.document
    if program.data is None:
        message = f"`{file}` says nothing about data"
        raise SpecError(Diagnostic("incomplete-spec", message, help="give it a `data` section"))
    module, root = data_module(program, document.source), data_root or document.root
    preparer = Preparer(program, module, nothing_learned(program, root))
    tables = read_parts(program, document, root, keep=preparer.mask)
    if part not in tables:
        message = f"`{file}` has no rows for `{part}`"
        raise SpecError(Diagnostic("unknown-part", message, expected=one_of(tables)))
    return profile(preparer, tables, part, rows)
