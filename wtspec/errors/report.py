"""Collects the faults of a stage, so that all of them can be said at once."""

from __future__ import annotations

from wtspec.errors.diagnostic import Diagnostic, Related, SpecError, on_one_line
from wtspec.errors.span import Span


class Report:
    """Faults found so far; one mistake is kept once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, object], Diagnostic] = {}

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

    def warning(
        self,
        code: str,
        message: str,
        span: Span | None,
        *,
        help: str | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Notes what is valid and almost surely wrong."""
        self.add(Diagnostic(code, message, span, help=help, related=related, severity="warning"))

    def add(self, diagnostic: Diagnostic) -> None:
        """Notes a diagnostic, unless the very same was noted before."""
        key = (diagnostic.code, diagnostic.message, diagnostic.span)
        self._found.setdefault(key, on_one_line(diagnostic))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was noted, in the order of noting."""
        return tuple(self._found.values())

    @property
    def failed(self) -> bool:
        """Whether an error was noted."""
        return any(found.severity == "error" for found in self._found.values())

    def check(self) -> None:
        """Raises `SpecError` with all that was noted, if there is an error among it."""
        if self.failed:
            raise SpecError(self.diagnostics)
