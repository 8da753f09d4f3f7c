"""Sees that a CSV file was parted by the wrong separator. Free of NumPy."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable

from wtspec.errors import Diagnostic, Span

SEPARATORS = (";", "\t", "|", ",", " ")


def right_separator(header: Collection[str], needed: Iterable[str]) -> str | None:
    """What stands between the columns of a header that was taken for one; None where it is one.

    Args:
        header: The columns as they were read.
        needed: The columns that formulas read: some of them must come of it.
    """
    if len(header) != 1:
        return None
    wanted, line = set(needed), next(iter(header))
    if "\n" in line:  # a quote that was never closed, and no header
        return None
    for separator in SEPARATORS:
        parts = next(csv.reader([line], delimiter=separator), list[str]())
        if len(parts) > 1 and wanted & set(parts):
            return separator
    return None


def wrong_separator(origin: str, header: str, separator: str, span: Span | None) -> Diagnostic:
    """The fault of a source that was parted by another separator than its file has."""
    shown = {"\t": "\\t"}.get(separator, separator)
    return Diagnostic(
        "unparted-columns",
        f"{origin} has one column, whose name holds several",
        span,
        expected=f"columns parted by `{shown}`",
        received=f"`{header[:80]}`",
        help=f'write `csv: {{path: …, separator: "{shown}"}}`',
    )
