"""Rows of the data as text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.class_weights import text_of
from wtspec.runs.outcomes.confuse import short

MOST_COLUMNS = 12
_LONGEST = 120
_MOST_VALUES = 8
"""Of an array that are written out."""


def row_text(row: Mapping[str, object]) -> list[tuple[str, str]]:
    """The names and values of some columns."""
    return [(short(name, _LONGEST), cell_text(row[name])) for name in list(row)[:MOST_COLUMNS]]


def cell_text(value: object) -> str:
    """A cell as its column has it; empty where it is missing."""
    if isinstance(value, str):
        return short(value, _LONGEST)
    array = np.asarray(value)
    if array.ndim == 0:
        return _one(array)
    some = [_one(np.asarray(one), digits=4) for one in array.ravel()[:_MOST_VALUES]]
    more = ", …" if array.size > _MOST_VALUES else ""
    shape = f" ({' x '.join(map(str, array.shape))})" if array.ndim > 1 else ""
    return short(f"[{', '.join(some)}{more}]{shape}", _LONGEST)


def _one(value: np.ndarray, digits: int = 7) -> str:
    if value.dtype.kind == "f":
        return "" if np.isnan(value) else _number(value, digits)
    if value.dtype.kind in "biu":
        return text_of(value.item())
    return short(str(value.item()), _LONGEST)


def _number(value: np.ndarray, digits: int) -> str:
    """As short as its precision lets it be said: 0.1, though it is a float32; never a long one."""
    text = str(value[()])
    return (text if len(text) <= digits + 3 else f"{value[()]:.{digits}g}").removesuffix(".0")
