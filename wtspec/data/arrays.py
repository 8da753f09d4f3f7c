"""Functions of data formulas that NumPy lacks, as `keras.ops` has them."""

from __future__ import annotations

import fnmatch
import re

import numpy as np


def cast(x: np.ndarray, dtype: str) -> np.ndarray:
    """`x` as another dtype; text is read as numbers, floats are cut off towards 0."""
    x = np.asarray(x)
    kind = np.dtype("float32" if dtype == "bfloat16" else dtype)
    if x.dtype.kind == "O" and kind.kind != "O":
        x = np.where(x == "", "nan", x).astype("float64")
    if kind.kind in "iub" and x.dtype.kind == "f" and np.isnan(x).any():
        raise ValueError(f"missing values (NaN) can't be cast to {dtype}")
    if kind.kind in "iu" and x.dtype.kind in "fiu" and x.size:
        low, high, bounds = x.min(), x.max(), np.iinfo(kind)
        if np.isinf([low, high]).any() or int(low) < bounds.min or int(high) > bounds.max:
            raise ValueError(f"numbers from {low:g} to {high:g} do not fit {dtype}")
    return x.astype(kind)


def columns(table: dict[str, np.ndarray], pattern: str) -> np.ndarray:
    """The columns whose names match a glob as one matrix, by name, numbers in names by value."""
    names = [name for name in table if fnmatch.fnmatchcase(name, pattern)]
    if not names:
        raise ValueError(f"no column matches {pattern!r}")
    names.sort(
        key=lambda name: [
            (len(part), part) if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)
        ]
    )
    return np.column_stack([table[name] for name in names])


def divide_no_nan(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """`x1 / x2`, and 0 where `x2` is 0."""
    x2 = np.asarray(x2)
    return np.where(x2 == 0, 0.0, x1 / np.where(x2 == 0, 1, x2))


def log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """The logarithm of `softmax(x)`, without its rounding to 0."""
    return x - logsumexp(x, axis=axis, keepdims=True)


def logsumexp(
    x: np.ndarray, axis: int | tuple[int, ...] | None = None, keepdims: bool = False
) -> np.ndarray:
    """`log(sum(exp(x)))` without overflow."""
    highest = np.max(x, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(x - highest), axis=axis, keepdims=True)) + highest
    return total if keepdims else np.squeeze(total, axis=axis)


def normalize(x: np.ndarray, axis: int = -1, order: int = 2) -> np.ndarray:
    """`x` over its norm along `axis`; zeros stay zeros."""
    norm = np.linalg.norm(x, ord=order, axis=axis, keepdims=True)
    return x / np.maximum(norm, 1e-7)


def relu(x: np.ndarray) -> np.ndarray:
    """`max(x, 0)`."""
    return np.maximum(x, 0)


def rsqrt(x: np.ndarray) -> np.ndarray:
    """`1 / sqrt(x)`."""
    return 1.0 / np.sqrt(x)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """`1 / (1 + exp(-x))`, without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))


def squeeze(x: np.ndarray, axis: int | tuple[int, ...] | None = None) -> np.ndarray:
    """`x` without axes of size 1; the first stays, though there be one row."""
    ones = tuple(at for at, size in enumerate(x.shape) if at > 0 and size == 1)
    return np.squeeze(x, axis=ones if axis is None else axis)


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Positive values that sum to 1 along `axis`."""
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def softplus(x: np.ndarray) -> np.ndarray:
    """`log(1 + exp(x))`, without overflow."""
    return np.logaddexp(x, 0.0)
