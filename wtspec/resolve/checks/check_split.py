"""Checks the columns that rows are divided by, as far as the source's are known."""

from __future__ import annotations

from wtspec.errors import did_you_mean, one_of
from wtspec.resolve.context import Context
from wtspec.sources.column import Columns
from wtspec.spec import DataSpec, SourceSpec

SPLIT_COLUMNS = ("stratify", "group", "order")


def check_split(context: Context, data: DataSpec, columns: Columns | None) -> None:
    """Notes a name that no column has, and a column of several values a row."""
    if data.split is None or columns is None:
        return
    for key in SPLIT_COLUMNS:
        name = getattr(data.split, key)
        if name is None:
            continue
        place = data.span("split", key)
        if name not in columns:
            context.report.error(
                "unknown-column",
                f"the data have no column `{name}`",
                place,
                expected=one_of(columns),
                help=did_you_mean(name, columns) or _hint(key, data, columns),
            )
        elif len(columns[name].shape) > _window_axes(data.source):
            sizes = ", ".join(["_", *map(str, columns[name].shape)])
            context.report.error(
                "shape-mismatch",
                f"`{key}` takes a column of one value a row",
                place,
                expected="[_]",
                received=f"[{sizes}]",
            )


def _window_axes(source: SourceSpec) -> int:
    """How many axes windows add to what a column has a row."""
    return 0 if source.windows is None else 1 + _window_axes(source.windows.of)


def _hint(key: str, data: DataSpec, columns: Columns) -> str | None:
    """The column that the targets are, by which one usually stratifies."""
    text = data.targets.removeprefix("=").strip() if isinstance(data.targets, str) else ""
    return f"the targets are `{text}`" if key == "stratify" and text in columns else None
