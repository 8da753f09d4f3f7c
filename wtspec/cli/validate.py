"""`wtspec validate`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    explain_option,
    root_option,
    set_option,
)
from wtspec.cli.streams import colors, say
from wtspec.errors import Diagnostic, SpecError
from wtspec.record import replace

_MAGIC = frozenset("*?[")


@click.command
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--strict", is_flag=True, help="Makes warnings errors.")
@click.option("--quiet", is_flag=True, help="Tells errors alone.")
@set_option
@root_option
@data_root_option
@explain_option
def validate(
    paths: tuple[str, ...],
    strict: bool,
    quiet: bool,
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
      wtspec validate --explain unknown-key
    """
    files = _find(paths)
    found = _unique(fault for file in files for fault in _check(file, overrides, root, data_root))
    if strict:
        found = [replace(fault, severity="error") for fault in found]
    errors = [fault for fault in found if fault.severity == "error"]
    _tell(errors if quiet else found)
    if not quiet:
        _tell_summary(len(files), found)
    if errors:
        raise click.exceptions.Exit(1)


def _find(paths: Iterable[str]) -> list[Path]:
    files: dict[Path, None] = {}
    for path in paths:
        given = Path(path)
        if given.is_dir() or (_MAGIC & set(path) and not given.exists()):
            from wtspec.cli.find_specs import find_specs

            files |= dict.fromkeys(find_specs(path))
        else:
            files[given] = None
    return list(files)


def _check(
    file: Path, overrides: Overrides, root: Path | None, data_root: Path | None
) -> tuple[Diagnostic, ...]:
    from wtspec.stages import check, load

    try:
        return check(load(file, overrides, root), data_root).warnings
    except SpecError as error:
        return error.diagnostics


def _unique(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each fault once: that of a library comes up in every file that imports it."""
    return list({(f.code, f.message, str(f.span)): f for f in faults}.values())


def _tell(faults: list[Diagnostic]) -> None:
    if faults:
        from wtspec.errors.render import render_text

        say(render_text(faults, color=colors(sys.stderr)) + "\n")


def _tell_summary(files: int, faults: list[Diagnostic]) -> None:
    counted = "no errors"
    if faults:
        from wtspec.errors.render import summary

        counted = summary(faults)
    say(f"{'1 file' if files == 1 else f'{files} files'} checked: {counted}")
