"""One line that tells how it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wtspec.errors.diagnostic import Diagnostic


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Counts what was found: `3 errors, 1 warning in 2 files`, or `no errors`."""
    found = list(diagnostics)
    by_severity = Counter(diagnostic.severity for diagnostic in found)
    files = {diagnostic.span.source.name for diagnostic in found if diagnostic.span}
    counts = [_count(by_severity[kind], kind) for kind in ("error", "warning") if by_severity[kind]]
    if not counts:
        return "no errors"
    return ", ".join(counts) + (f" in {_count(len(files), 'file')}" if files else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
