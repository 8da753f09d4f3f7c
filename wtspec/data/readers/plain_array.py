"""Arrays of any kind as the two kinds that formulas see: numbers, and text."""

from __future__ import annotations

import math
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike


def plain_array(values: ArrayLike) -> np.ndarray:
    """Numbers as they are; text and bytes as an array of `str` objects, `""` where one is missing.

    An array of objects that are all numbers, or missing, becomes an array of floats. Dates become
    text. What a mask hides is missing.

    Raises:
        ValueError: Bytes are no UTF-8 text.
    """
    array = np.asarray(values)
    if np.ma.is_masked(values):
        array = array.astype(object)
        array[np.ma.getmaskarray(np.ma.asarray(values))] = None
    if array.dtype.kind == "U":
        return array.astype(object)
    if array.dtype.kind == "S":
        return np.char.decode(array, "utf-8").astype(object)
    if array.dtype.kind == "M":
        return np.where(np.isnat(array), "", np.datetime_as_string(array)).astype(object)
    if array.dtype.kind == "O":
        return _plain_objects(array)
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _plain_objects(array: np.ndarray) -> np.ndarray:
    if all(_is_missing(value) or isinstance(value, Real) for value in array.flat):
        numbers = [math.nan if _is_missing(value) else float(value) for value in array.flat]
        return np.array(numbers).reshape(array.shape)
    if all(_is_missing(value) or isinstance(value, str) for value in array.flat):
        missing = np.array([_is_missing(value) for value in array.flat], bool)
        return np.where(missing.reshape(array.shape), "", array)
    return array


def _is_missing(value: object) -> bool:
    """Whether it is None, NaN or pandas' `NA`."""
    is_nan = isinstance(value, float) and math.isnan(value)
    return value is None or is_nan or type(value).__name__ == "NAType"
