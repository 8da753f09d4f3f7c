"""The stages that verbs and the Python API share: a file becomes a checked program.

Nothing here imports Keras.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from wtspec.document import Document, Written, read_document, read_sound
from wtspec.errors import Diagnostic, Report, SpecError
from wtspec.program import Program
from wtspec.resolve import resolve
from wtspec.spec import Spec, validate, validate_sound

Overrides = Sequence[tuple[str, object]]
"""Paths such as `params.width` with their values; text is read as YAML."""


class Checked(Struct, frozen=True):
    """A spec without errors, and the program that it means.

    Attributes:
        warnings: What is valid and almost surely wrong.
    """

    spec: Spec
    program: Program
    warnings: tuple[Diagnostic, ...]


def load(path: Path | Written, overrides: Overrides = (), root: Path | None = None) -> Spec:
    """Reads and validates a file.

    Args:
        path: The file.
        overrides: What `--set` changes.
        root: No import, base or data file may lie outside this folder.

    Raises:
        SpecError: Every fault of its structure.
    """
    return validate(read_document(path, overrides=overrides, root=root))


def check(spec: Spec, data_root: Path | None = None) -> Checked:
    """Resolves a spec; the data's columns are checked where they can be known.

    Raises:
        SpecError: Every undefined name, wrong argument and clash.
    """
    return _resolve(spec, Report(), data_root)


def check_file(
    path: Path | Written,
    overrides: Overrides = (),
    root: Path | None = None,
    data_root: Path | None = None,
) -> Checked:
    """Reads, validates and resolves a file; each stage looks at what passed those before it.

    Raises:
        SpecError: Every fault of all the stages.
    """
    report = Report()
    document = read_sound(path, report, overrides=overrides, root=root)
    spec = validate_sound(document, report) if document is not None else None
    if spec is None:
        raise SpecError(report.diagnostics)
    return _resolve(spec, report, data_root)


def find_faults(
    path: Path,
    overrides: Overrides = (),
    root: Path | None = None,
    data_root: Path | None = None,
) -> tuple[Diagnostic, ...]:
    """All that is wrong with a file, and warnings alone where it is valid."""
    try:
        return check_file(path, overrides, root, data_root).warnings
    except SpecError as error:
        return error.diagnostics


def _resolve(spec: Spec, report: Report, data_root: Path | None) -> Checked:
    program = resolve(spec, report, data_root=data_root or spec.document.root)
    report.check()
    if program.sweep is not None:
        from wtspec.resolve.sweep.try_values import try_values  # few files have a sweep

        try_values(spec.document, program.sweep, report, lambda trial: _errors(trial, data_root))
        report.check()
    from wtspec.lints import lint

    return Checked(spec, program, (*report.diagnostics, *lint(program, spec)))


def _errors(document: Document, data_root: Path | None) -> Sequence[Diagnostic]:
    report = Report()
    try:
        resolve(validate(document), report, data_root=data_root or document.root)
        report.check()
    except SpecError as error:
        return error.diagnostics
    return ()
