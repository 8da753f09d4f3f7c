"""The stages that verbs and the Python API share: a file becomes a checked program.

Nothing here imports Keras.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wtspec.document import read_document
from wtspec.errors import Diagnostic, Report
from wtspec.program import Program, resolve
from wtspec.record import record
from wtspec.spec import Spec, validate


@record
class Checked:
    """A spec without errors, and the program that it means.

    Attributes:
        warnings: What is valid and almost surely wrong.
    """

    spec: Spec
    program: Program
    warnings: tuple[Diagnostic, ...]


def load(
    path: Path, overrides: Sequence[tuple[str, object]] = (), root: Path | None = None
) -> Spec:
    """Reads and validates a file.

    Args:
        overrides: Paths such as `params.width` with their values; text is read as YAML.
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
    report = Report()
    program = resolve(spec, report, data_root=data_root or spec.document.root)
    report.check()
    from wtspec.program.lints import lint

    return Checked(spec, program, (*report.diagnostics, *lint(program, spec.document)))
