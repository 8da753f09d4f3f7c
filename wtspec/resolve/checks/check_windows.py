"""Checks the columns that windows follow, as far as the source's are known."""

from __future__ import annotations

from wtspec.errors import did_you_mean, one_of
from wtspec.resolve.context import Context
from wtspec.sources.column import Columns
from wtspec.spec import DataSpec


def check_windows(context: Context, data: DataSpec, columns: Columns | None) -> None:
    """Notes names that no column has; those of windows are those of the source that they are of."""
    windows = data.source.windows
    if windows is None or columns is None:
        return
    for key in ("by", "order"):
        name = getattr(windows, key)
        if name is not None and name not in columns:
            context.report.error(
                "unknown-column",
                f"the rows of the windows have no column `{name}`",
                windows.span(key),
                expected=one_of(columns),
                help=did_you_mean(name, columns),
            )
