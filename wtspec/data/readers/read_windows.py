"""Makes windows of rows that follow each other."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from wtspec.data.dividing.label_codes import label_codes
from wtspec.data.dividing.order_key import order_key


def make_windows(
    table: dict[str, np.ndarray],
    length: int,
    stride: int = 1,
    by: str | None = None,
    order: str | None = None,
) -> dict[str, np.ndarray]:
    """Columns whose rows are windows: the second axis is the rows of a window.

    They are views of the columns where rows need not be sorted, nor windows be left out.

    Args:
        table: Columns by name.
        length: Of a window, in rows.
        stride: How many rows after a window the next one of its series begins.
        by: A column that tells series apart; those come in the order of their first rows.
        order: A column that the rows of a series are in the order of; else that of the table.
    """
    return cut_windows(table, length, stride, *series_of(table, by, order))


def cut_windows(
    table: dict[str, np.ndarray],
    length: int,
    stride: int,
    sorting: np.ndarray | None,
    sizes: np.ndarray,
) -> dict[str, np.ndarray]:
    """The same of series that are known, as `series_of` gives them."""
    starts = window_starts(sizes, length, stride)
    windows = {}
    for name, column in table.items():
        rows = column if sorting is None else column[sorting]
        if len(rows) < length:
            windows[name] = np.zeros((0, length, *column.shape[1:]), column.dtype)
            continue
        views = np.moveaxis(sliding_window_view(rows, length, axis=0), -1, 1)
        windows[name] = views[::stride] if len(sizes) == 1 else views[starts]
    return windows


def series_of(
    table: dict[str, np.ndarray], by: str | None, order: str | None
) -> tuple[np.ndarray | None, np.ndarray]:
    """What sorts the rows series by series, None where they are; and the size of each series."""
    rows = len(next(iter(table.values())))
    keys = [] if order is None else [order_key(table[order])]
    sizes = np.array([rows])
    if by is not None:
        codes = label_codes([table[by]])
        first = np.empty(int(codes.max()) + 1, "int64")
        first[codes[::-1]] = np.arange(rows)[::-1]  # what is assigned last stays
        places = np.argsort(np.argsort(first)).astype("int32")[codes]
        sizes = np.bincount(places)
        keys.append(places)
    if all((key[1:] >= key[:-1]).all() for key in keys) and len(keys) < 2:
        return None, sizes
    return np.lexsort(keys), sizes


def window_starts(sizes: np.ndarray, length: int, stride: int) -> np.ndarray:
    """Where windows begin among the rows of several series, one after the other."""
    counts = np.maximum(0, (sizes - length) // stride + 1)
    before = np.cumsum(counts) - counts
    begins = np.cumsum(sizes) - sizes
    return np.repeat(begins - stride * before, counts) + stride * np.arange(counts.sum())
