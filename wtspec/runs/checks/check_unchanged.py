"""Tells a run's data from others that have come in their place."""

from __future__ import annotations

from wtspec.data.columns_read import columns_used
from wtspec.data.fingerprint import Fingerprint, differences, fingerprint
from wtspec.data.parts import Part
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.program.program import Program


def fingerprint_of(program: Program, part: Part) -> dict[str, object]:
    """What a part's rows are, as far as the spec's formulas read them."""
    return fingerprint(part.columns, columns_used(program, part), part.numbers)


def changes_of(program: Program, part: Part, recorded: Fingerprint) -> list[str]:
    """What of a part's rows is not as it was recorded, in a few words each."""
    return differences(recorded, part.columns, columns_used(program, part), part.numbers)


def check_unchanged(
    program: Program, name: str, part: Part, recorded: Fingerprint | None, span: Span | None
) -> None:
    """Compares a part's rows with what a run has recorded of them.

    Raises:
        SpecError: `data-changed`.
    """
    changes = changes_of(program, part, recorded) if recorded is not None else []
    if changes:
        raise SpecError(
            Diagnostic(
                "data-changed",
                f"the rows of `{name}` are not those of the run: {part.columns.origin} has changed",
                span,
                received=", ".join(changes),
                help="`--data FILE` measures the rows of another file, all of them",
            )
        )
