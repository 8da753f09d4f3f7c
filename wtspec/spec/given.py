"""Tells what is wrong with a section that is made in Python, by key path."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn, cast

from pydantic import ValidationError

from wtspec.document import Document, Mapping, Written
from wtspec.document.from_python import UnfitError, as_plain
from wtspec.document.node import Step
from wtspec.document.steps import key_path
from wtspec.document.written import read_written
from wtspec.errors import Diagnostic, Report, Source, Span, SpecError
from wtspec.spec.faults.notes import Notes
from wtspec.spec.faults.place import Place
from wtspec.spec.file import FileSpec
from wtspec.spec.in_python import InPython


def refuse(
    section: InPython, given: dict[str, Any], error: ValidationError | UnfitError
) -> NoReturn:
    """Raises what is wrong with the keys and values that a section was given.

    Raises:
        SpecError: All of it.
    """
    kind = type(section)
    if isinstance(error, UnfitError):
        raise SpecError(_unfit(error, _home(kind))) from None
    report = Report()
    place = _place(given, _home(kind), report)
    from wtspec.spec.faults.note_faults import note_faults  # most sections have no fault

    note_faults(error, kind, place)
    raise SpecError(report.diagnostics) from None


def _home(section: type[InPython]) -> tuple[Step, ...]:
    """The key of a file's only section of its kind, or what Python calls the section."""
    name = section.__name__.removesuffix("Spec")
    if section is FileSpec:
        return ()
    return (name.lower() if name.lower() in FileSpec.model_fields else name,)


def _place(given: dict[str, Any], home: tuple[Step, ...], report: Report) -> Place:
    """What was given, as if a file held it."""
    from wtspec.document.layout import write

    whole: object = as_plain(given, short=True)
    for step in home:
        whole = {step: whole}
    source, tree = read_written(Written("spec", write(whole)), report)
    document = Document(Path(), cast("Mapping", tree), source, Path())
    return Place(document, Notes(report), home)


def _unfit(error: UnfitError, home: tuple[Step, ...]) -> Diagnostic:
    source = Source("spec", "", is_file=False)
    source.path_of = lambda _: key_path((*home, *error.steps))
    span = Span(source, 0, 0, 0, 0)  # nothing to be shown of it
    return Diagnostic("wrong-type", str(error), span, error.expected, help=error.help)
