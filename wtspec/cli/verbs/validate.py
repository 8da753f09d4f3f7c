"""`wtspec validate`."""

from __future__ import annotations

from pathlib import Path

import click

from wtspec.cli.check import check_paths
from wtspec.cli.options import (
    Overrides,
    data_root_option,
    explain_option,
    root_option,
    set_option,
)
from wtspec.cli.tell import FORMS, Form


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    help="text for people (the default); json, sarif or github for machines, on stdout.",
)
@click.option("--strict", is_flag=True, help="Makes warnings errors.")
@click.option("--quiet", is_flag=True, help="Tells errors alone.")
@click.option("--only-specs", is_flag=True, help="Passes over files that don't say `wtspec:`.")
@set_option
@root_option
@data_root_option
@explain_option
def validate(
    paths: tuple[str, ...],
    form: Form,
    strict: bool,
    quiet: bool,
    only_specs: bool,
    overrides: Overrides,
    root: Path | None,
    data_root: Path | None,
) -> None:
    """Checks files, and tells all that is wrong with them.

    PATH is a file, a folder, all of whose specs are checked, or a glob. No data are needed.

    \b
    Example:
      wtspec validate model.yaml
      wtspec validate --strict configs/
      wtspec validate --format github configs/
      wtspec validate --explain unknown-key
    """
    is_sound = check_paths(
        paths,
        form,
        strict=strict,
        quiet=quiet,
        only_specs=only_specs,
        overrides=overrides,
        root=root,
        data_root=data_root,
    )
    if not is_sound:
        raise click.exceptions.Exit(1)
