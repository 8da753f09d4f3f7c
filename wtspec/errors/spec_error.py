"""What is raised for faults that a user can cause."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors.diagnostic import Diagnostic, on_one_line
from wtspec.errors.render import render_text
from wtspec.errors.render.order import in_order
from wtspec.errors.render.parts import one_line, position
from wtspec.errors.visible import visible


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

    def __repr__(self) -> str:
        if not self.diagnostics:
            return "SpecError()"
        first, *more = in_order(self.diagnostics)
        others = f"; {len(more)} more" if more else ""
        place = f", {position(first.span)}" if first.span else ""
        return f"<SpecError {one_line(first.code)}: {one_line(first.message)}{place}{others}>"

    def _repr_html_(self) -> str:
        """What a notebook shows of it where it is a value."""
        from wtspec.errors.render.html import errors_as_html

        return errors_as_html(self.diagnostics)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows where it is raised: where that was, then the faults in colors."""
        from wtspec.errors.cell import user_line

        line = user_line(self.__traceback__)
        told = render_text(self.diagnostics, color=True)
        return [*([visible(line), ""] if line else []), told]


SpecError.__module__ = "wtspec"  # what Python prints below a traceback
