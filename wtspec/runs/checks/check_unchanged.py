"""Tells a run's data from others that have come in their place."""

from __future__ import annotations

from wtspec.data.fingerprint import Fingerprint, changes
from wtspec.data.parts import AnyPart
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.program.program import Program
from wtspec.runs.part_rows import fingerprints_of


def check_unchanged(
    program: Program, name: str, part: AnyPart, recorded: Fingerprint | None, span: Span | None
) -> None:
    """Compares a part's rows with what a run has recorded of them.

    Raises:
        SpecError: `data-changed`.
    """
    if recorded is None:
        return
    changed = changes(recorded, fingerprints_of(program, {name: part})[name])
    if changed:
        raise SpecError(
            Diagnostic(
                "data-changed",
                f"the rows of `{name}` are not those of the run: {part.origin} has changed",
                span,
                received=", ".join(changed),
                help="`--data FILE` measures the rows of another file, all of them",
            )
        )
