"""What is raised for faults that a user can cause."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors.diagnostic import Diagnostic, on_one_line
from wtspec.errors.render import render_text


class SpecError(Exception):
    """Faults that a user can cause, all that a stage found at once; as text, all of what is known.

    Attributes:
        diagnostics: The faults.
    """

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        given = (diagnostics,) if isinstance(diagnostics, Diagnostic) else diagnostics
        self.diagnostics = tuple(map(on_one_line, given))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return render_text(self.diagnostics)


SpecError.__module__ = "wtspec"  # what Python prints below a traceback
