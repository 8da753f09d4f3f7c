"""Tells a run's data from others that have come in their place."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.data.columns_read import columns_used
from wtspec.data.fingerprint import fingerprint
from wtspec.data.parts import Part
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.program.program import Program

Fingerprint = Mapping[str, int | str]

_WORDS = {
    "rows": "as many rows",
    "columns": "the same columns",
    "values": "the same values",
    "places": "the same rows of its source",
}


def fingerprint_of(program: Program, part: Part) -> dict[str, int | str]:
    """What a part's rows are, as far as the spec's formulas read them."""
    return fingerprint(part.columns, columns_used(program, part), part.numbers)


def check_unchanged(
    program: Program, name: str, part: Part, recorded: Fingerprint | None, span: Span | None
) -> None:
    """Compares a part's rows with what a run has recorded of them.

    Raises:
        SpecError: `data-changed`.
    """
    if recorded is None:
        return
    now = fingerprint_of(program, part)
    differs = [key for key in now if now[key] != recorded.get(key)]
    if not differs:
        return
    counted = "rows" in differs
    raise SpecError(
        Diagnostic(
            "data-changed",
            f"the rows of `{name}` are not those of the run: {part.columns.origin} has changed",
            span,
            expected=f"{recorded['rows']} rows" if counted else _WORDS[differs[0]],
            received=f"{now['rows']}" if counted else "others",
            help="`--data FILE` measures the rows of another file, all of them",
        )
    )
