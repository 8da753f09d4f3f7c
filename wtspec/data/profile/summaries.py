"""Columns, and what the model is given of them, in a few numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

_TEXT = "OUS"
_AT_ONCE = 2**20
"""Numbers."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers in short; those that are missing or infinite are left out.

    Attributes:
        std: Of the numbers as they are, not of a sample.
    """

    low: float
    high: float
    mean: float
    std: float


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """A column of some rows.

    Attributes:
        dtype: `float64` and the like, or `str`.
        shape: Of one row.
        missing: The share of its values that are.
        distinct: How many different values one number or text a row takes; None of longer rows.
        amounts: None of text, and where no number is there.
        most: The most frequent text and its share of the rows; None of numbers.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    missing: float
    distinct: int | None
    amounts: Amounts | None
    most: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class ArraySummary:
    """An input, a target or the weights of some rows, as the model is given them.

    Attributes:
        name: None of what stands alone.
        shape: Of one row.
        missing: The share of the values that are, of the columns that its formula reads.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    amounts: Amounts | None
    missing: float


def summarize_array(name: str, array: np.ndarray, missing: float) -> ArraySummary:
    """What the model is given under a name."""
    return ArraySummary(name, array.shape[1:], str(array.dtype), amounts(array), missing)


def summarize_column(name: str, array: np.ndarray) -> ColumnSummary:
    """A column as its source has it."""
    gaps = missing(array)
    share = float(gaps.mean()) if gaps.size else 0.0
    shape = array.shape[1:]
    if array.dtype.kind not in _TEXT:
        distinct = len(np.unique(array[~gaps])) if array.ndim == 1 else None
        return ColumnSummary(name, str(array.dtype), shape, share, distinct, amounts(array))
    counts = text_counts(array[~gaps]) if array.ndim == 1 else {}
    most = max(counts, key=counts.__getitem__, default=None)
    found = None if most is None else (most, counts[most] / len(array))
    distinct = len(counts) if array.ndim == 1 else None
    return ColumnSummary(name, "str", shape, share, distinct, None, found)


def missing(array: np.ndarray) -> np.ndarray:
    """Where values are: NaN, or empty text."""
    if array.dtype.kind in _TEXT:
        return array == ""
    return np.isnan(array) if array.dtype.kind == "f" else np.zeros(array.shape, bool)


def amounts(array: np.ndarray) -> Amounts | None:
    """The numbers of an array in short; None where there is none.

    They are gone through some at a time: pictures as floats would take eight times the memory.
    """
    low, high, total, count = np.inf, -np.inf, 0.0, 0
    with np.errstate(over="ignore", invalid="ignore"):
        for values in _finite(array):
            low, high = min(low, values.min()), max(high, values.max())
            total, count = total + values.sum(), count + values.size
        if not count:
            return None
        mean = total / count
        squares = sum(float(np.square(values - mean).sum()) for values in _finite(array))
    return Amounts(float(low), float(high), float(mean), float(np.sqrt(squares / count)))


def _finite(array: np.ndarray) -> Iterator[np.ndarray]:
    """The finite numbers of as many rows at a time as are held with ease."""
    rows = max(1, _AT_ONCE * len(array) // max(array.size, 1))
    for start in range(0, len(array), rows):
        some = array[start : start + rows]
        values = some[np.isfinite(some)].astype("float64")
        if values.size:
            yield values


def text_counts(texts: np.ndarray) -> dict[str, int]:
    """How often each text comes."""
    counted = pa.array([str(text) for text in texts], pa.large_string()).value_counts()
    values, counts = counted.field("values").to_pylist(), counted.field("counts").to_pylist()
    return dict(zip(values, counts, strict=True))
