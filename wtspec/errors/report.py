"""Collects the faults of a stage, so that all of them can be said at once."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors.diagnostic import Diagnostic, Related, on_one_line
from wtspec.errors.span import Span
from wtspec.errors.spec_error import SpecError

MOST_TOLD = 100
"""Of errors, and of warnings. Nobody reads more of them, and a file of a mebibyte may hold so many
that looking for the nearest right thing to each would take minutes."""


class Report:
    """Faults found so far; one mistake is kept once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, object], Diagnostic] = {}
        self._counts = {"error": 0, "warning": 0}

    def error(
        self,
        code: str,
        message: str,
        span: Span | None,
        *,
        expected: str | None = None,
        received: str | None = None,
        help: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Notes an error; the arguments are those of `Diagnostic`."""
        self.add(Diagnostic(code, message, span, expected, received, help, related))

    def add(self, diagnostic: Diagnostic) -> None:
        """Notes a diagnostic, unless the very same was noted before.

        Raises:
            SpecError: There are more errors than anyone reads: the check stops.
        """
        place = (diagnostic.code, diagnostic.message, diagnostic.span)
        if place in self._found:
            return
        count = self._counts[diagnostic.severity]
        if count < MOST_TOLD:
            self._counts[diagnostic.severity] = count + 1
            self._found[place] = on_one_line(diagnostic)
            return
        last = _last(diagnostic)
        self._found.setdefault((last.code, last.message, None), last)
        if diagnostic.severity == "error":
            raise SpecError(self.diagnostics)

    def add_all(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Notes several, as `add` does."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was noted, in the order of noting."""
        return tuple(self._found.values())

    @property
    def count(self) -> int:
        """How much was noted."""
        return len(self._found)

    @property
    def failed(self) -> bool:
        """Whether an error was noted."""
        return self._counts["error"] > 0

    def check(self) -> None:
        """Raises `SpecError` with all that was noted, if there is an error among it."""
        if self.failed:
            raise SpecError(self.diagnostics)


def _last(one: Diagnostic) -> Diagnostic:
    """Tells that there are more faults, the first of which is `one`."""
    message = f"there are more than {MOST_TOLD} {one.severity}s, and this is the first not told"
    return Diagnostic("too-many-faults", message, one.span, severity=one.severity)
