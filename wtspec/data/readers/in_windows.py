"""Makes windows of a source's rows, and tells what is in none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from wtspec.data.columns import Columns, unknown_column
from wtspec.data.dividing.keys import grouped, ordered
from wtspec.data.readers.read_windows import cut_windows, series_of, window_starts
from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.errors.memory import memory_at
from wtspec.sources.request import SourceRequest


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Rows, and where windows of them lie.

    Attributes:
        columns: The rows.
        source: Says what windows.
        sorting: What sorts them series by series; None where they are.
        sizes: Of the series, in rows.
        empty: The columns of windows, without windows.
    """

    columns: Columns
    source: SourceRequest
    sorting: np.ndarray | None
    sizes: np.ndarray
    empty: Columns


def in_windows(columns: Columns, source: SourceRequest, span: Span | None = None) -> Columns:
    """The rows as a source has them: itself where it has windows of none.

    Args:
        columns: The rows that the innermost source gives.
        source: Says what windows they are put in.
        span: Where the spec names the source.

    Raises:
        SpecError: What `find_series` raises.
    """
    if source.of is None:
        return columns
    columns = in_windows(columns, source.of, span) if columns.axes == 1 else columns
    return all_windows(find_series(columns, source, span), span)


def all_windows(series: Series, span: Span | None = None) -> Columns:
    """All windows of some rows."""
    source = series.source
    with memory_at(f"the columns of {source}", span):
        made = cut_windows(
            series.columns.arrays, source.length, source.stride, series.sorting, series.sizes
        )
    return replace(series.empty, arrays=made)


def find_series(columns: Columns, source: SourceRequest, span: Span | None = None) -> Series:
    """Where windows of rows lie.

    Raises:
        SpecError: `unknown-column`, `shape-mismatch`, `undivided-row`, `not-a-date`,
            `no-windows`.
    """
    for name in (source.by, source.order):
        if name is not None:
            _check_key(columns, name, span)
    numbers, table = np.arange(columns.rows), columns.arrays
    if source.by is not None:
        list(grouped([table[source.by]], source.by, numbers, span, of_windows=True))
    if source.order is not None:
        ordered([table[source.order]], source.order, numbers, span, of_windows=True)
    sorting, sizes = series_of(table, source.by, source.order)
    if sizes.max() < source.length:
        raise SpecError(_no_windows(sizes, columns, source, span))
    last = window_starts(sizes, source.length, source.stride) + source.length - 1
    rows = last if sorting is None else sorting[last]
    empty = replace(
        columns,
        arrays={
            name: np.empty((0, source.length, *one.shape[1:]), one.dtype)
            for name, one in table.items()
        },
        origin=f"the windows of {columns.origin}",
        axes=columns.axes + 1,
        numbers=rows if columns.numbers is None else columns.numbers[rows],
        told=(*columns.told, _told(sizes, len(rows), columns, source)),
    )
    return Series(columns, source, sorting, sizes, empty)


def _check_key(columns: Columns, name: str, span: Span | None) -> None:
    if name not in columns.arrays:
        raise SpecError(unknown_column(name, columns, span))
    shape = columns.arrays[name].shape
    if len(shape) > 1:
        sizes = ", ".join(["_", *map(str, shape[1:])])
        message = f"`{name}` has several values a row, and windows follow a column of one"
        raise SpecError(Diagnostic("shape-mismatch", message, span, "[_]", f"[{sizes}]"))


def _no_windows(
    sizes: np.ndarray, columns: Columns, source: SourceRequest, span: Span | None
) -> Diagnostic:
    longest = int(sizes.max())
    whose = columns.origin if source.by is None else f"the longest series of {columns.origin}"
    return Diagnostic(
        "no-windows",
        f"{whose} has {longest:,} row{'s' * (longest != 1)}, too few for a window",
        span,
        expected=f"at least the window's {source.length:,} rows",
        help=f"a `length` of at most {longest}",
    )


def _told(sizes: np.ndarray, windows: int, columns: Columns, source: SourceRequest) -> str:
    words = (
        f"{windows:,} windows of {source.length:,} rows are made of the {columns.rows:,} rows "
        f"of {columns.origin}"
    )
    short = int((sizes < source.length).sum())
    if not short:
        return words
    return f"{words}; {short:,} of its {len(sizes):,} series are shorter, and are left out"
