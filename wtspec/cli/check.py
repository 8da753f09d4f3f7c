"""Checks files and tells what is wrong with them: what `wtspec validate` does. Free of click."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from wtspec.cli.streams import is_terminal, say
from wtspec.cli.tell import Form, tell
from wtspec.cli.workers import map_items
from wtspec.errors import Diagnostic, Span, SpecError


def check_paths(
    paths: Iterable[str],
    form: Form = "text",
    *,
    strict: bool = False,
    quiet: bool = False,
    only_specs: bool = False,
    overrides: tuple[tuple[str, str], ...] = (),
    root: Path | None = None,
    data_root: Path | None = None,
) -> bool:
    """Tells all that is wrong with files, and whether none of it is an error.

    Args:
        paths: Files, folders and globs.
        form: How it is told.
        strict: Whether warnings are errors.
        quiet: Whether errors alone are told.
        only_specs: Whether named files that are no specs are passed over.
        overrides: What `--set` changes.
        root: The folder that imports and bases may not leave; by default the project's.
        data_root: The folder that data files may not leave; by default the same.
    """
    from wtspec.stages import find_faults

    files, missing = _find(paths, only_specs=only_specs)
    check = partial(find_faults, overrides=overrides, root=root, data_root=data_root)
    faults = _unique(chain(missing, *map_items(check, files)))
    if strict:
        faults = [replace(fault, severity="error") for fault in faults]
    errors = [fault for fault in faults if fault.severity == "error"]
    tell(errors if quiet else faults, form)
    if form == "text" and not quiet:
        _tell_summary(len(files), faults)
    return not errors


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
    if given.is_file() and not only_specs:
        return [given]
    from wtspec.cli.find_specs import find_specs, is_spec
    from wtspec.sources.glob import is_glob

    if given.is_dir() or is_glob(path):
        return find_specs(path)
    return [given] if not only_specs or is_spec(given) or not given.exists() else []


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
    if faults and is_terminal(sys.stderr):
        say(f"to learn more: wtspec validate --explain {faults[0].code}")
