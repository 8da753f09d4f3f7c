"""`wtspec validate`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from itertools import chain
from pathlib import Path

import click

from wtspec.cli.options import (
    Overrides,
    data_root_option,
    explain_option,
    root_option,
    set_option,
)
from wtspec.cli.streams import say
from wtspec.cli.tell import FORMS, Form, tell
from wtspec.cli.workers import map_items
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.record import replace

_MAGIC = frozenset("*?[")


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
    files, missing = _find(paths, only_specs=only_specs)
    check = partial(_check, overrides=overrides, root=root, data_root=data_root)
    found = _unique(chain(missing, *map_items(check, files)))
    if strict:
        found = [replace(fault, severity="error") for fault in found]
    errors = [fault for fault in found if fault.severity == "error"]
    tell(errors if quiet else found, form)
    if form == "text" and not quiet:
        _tell_summary(len(files), found)
    if errors:
        raise click.exceptions.Exit(1)


def _find(paths: Iterable[str], *, only_specs: bool) -> tuple[list[Path], list[Diagnostic]]:
    """The files that the paths stand for, each once, and what is wrong with the paths."""
    from wtspec.document.root import resolve

    files: dict[Path | str, Path] = {}
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            named = _named(path, only_specs=only_specs)
        except SpecError as error:
            faults += error.diagnostics
            continue
        except OSError:
            named = [Path(path)]  # reading it will tell why it can't be read
        for file in named:
            files.setdefault(resolve(file), file)
    return list(files.values()), faults


def _named(path: str, *, only_specs: bool) -> list[Path]:
    given = Path(path)
    is_many = given.is_dir() or (_MAGIC & set(path) and not given.exists())
    if not is_many and not only_specs:
        return [given]
    from wtspec.cli.find_specs import find_specs, is_spec

    if is_many:
        return find_specs(path)
    return [given] if is_spec(given) or not given.exists() else []


def _check(
    file: Path, overrides: Overrides, root: Path | None, data_root: Path | None
) -> tuple[Diagnostic, ...]:
    from wtspec.stages import check_file

    try:
        return check_file(file, overrides, root, data_root).warnings
    except SpecError as error:
        return error.diagnostics


def _unique(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each fault once: that of a library comes up in every file that imports it."""
    return list({(f.code, f.message, _place(f.span)): f for f in faults}.values())


def _place(span: Span | None) -> tuple[object, ...]:
    """Where a span is, whatever way led to its file."""
    if span is None:
        return ()
    from wtspec.document.root import resolve

    name = span.source.name
    return (resolve(Path(name)) if span.source.is_file else name, *span.start)


def _tell_summary(files: int, faults: list[Diagnostic]) -> None:
    counted = "no errors"
    if faults:
        from wtspec.errors.render import summary

        say("")
        counted = summary(faults)
    say(f"{'1 file' if files == 1 else f'{files} files'} checked: {counted}")
    if faults and sys.stderr.isatty():
        say(f"to learn more: wtspec validate --explain {faults[0].code}")
