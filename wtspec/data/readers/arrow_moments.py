"""Dates and times in Arrow's columns as text of one form."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

import pyarrow as pa
from pyarrow import compute

from wtspec.sources.iso_dates import MOMENT, same_moment


def same_moments(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text in which each cell that is a date with a time is written in the one form."""
    return pa.chunked_array([_in_one_form(chunk) for chunk in texts.chunks], texts.type)


def _in_one_form(cells: pa.Array) -> pa.Array:
    is_moment = compute.match_substring_regex(cells, MOMENT).fill_null(False)
    if not is_moment.true_count:
        return cells
    if is_moment.true_count == len(cells):
        return _written(cells)
    return compute.replace_with_mask(cells, is_moment, _written(cells.filter(is_moment)))


def _written(cells: pa.Array) -> pa.Array:
    """Cells that are moments, in the one form."""
    if compute.any(compute.match_substring_regex(cells, "[+-][0-9:]{4,5}$")).as_py():
        return pa.array([same_moment(cell) for cell in cells.to_pylist()], cells.type)
    for pattern, replacement in _STEPS:
        if compute.any(compute.match_substring_regex(cells, pattern)).as_py():
            cells = compute.replace_substring_regex(cells, pattern, replacement)
    return cells


_STEPS = (
    ("^(.{10}) ", r"\1T"),
    (r"\.0*(Z?)$", r"\1"),
    (r"(\.[0-9]*[1-9])0+(Z?)$", r"\1\2"),
    (r"^(.{16})(Z?)$", r"\1:00\2"),
    ("T00:00:00$", ""),
)
"""What is replaced by what, one after the other."""
