"""Arrays of any kind as the two kinds that formulas see: numbers, and text."""

from __future__ import annotations

import datetime as dt
import math
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.readers.moments import moment_texts
from wtspec.sources.iso_dates import same_moment


def plain_array(values: ArrayLike) -> np.ndarray:
    """Numbers as they are; text and bytes as an array of `str` objects, `""` where one is missing.

    An array of objects that are all numbers, or missing, becomes an array of floats. Dates become
    text of one form, as `moments` says. What a mask hides is missing.

    Raises:
        ValueError: Bytes are no UTF-8 text.
    """
    array = np.asarray(values)
    if np.ma.is_masked(values):
        array = array.astype(object)
        array[np.ma.getmaskarray(np.ma.asarray(values))] = None
    if array.dtype.kind == "U":
        return _texts(array)
    if array.dtype.kind == "S":
        return _texts(np.char.decode(array, "utf-8"))
    if array.dtype.kind == "M":
        return moment_texts(array)
    if array.dtype.kind == "O":
        return _plain_objects(array)
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _plain_objects(array: np.ndarray) -> np.ndarray:
    if all(_is_missing(value) or isinstance(value, Real) for value in array.flat):
        numbers = [math.nan if _is_missing(value) else float(value) for value in array.flat]
        return np.array(numbers).reshape(array.shape)
    missing = np.array([_is_missing(value) for value in array.flat], bool).reshape(array.shape)
    if all(isinstance(value, str | dt.date | np.datetime64) for value in array[~missing].flat):
        return _texts(np.where(missing, "", array))
    return array


def _texts(array: np.ndarray) -> np.ndarray:
    """Objects of text and dates as text."""
    texts = array.astype(object)
    for at, text in enumerate(texts.flat):
        if isinstance(text, np.datetime64):
            texts.flat[at] = moment_texts(np.array([text]))[0]
        elif not isinstance(text, str):
            texts.flat[at] = same_moment(str(text))
        elif text[4:5] == "-" and len(text) > 10:
            texts.flat[at] = same_moment(text)
    return texts


def _is_missing(value: object) -> bool:
    """Whether it is None, NaN, NaT or pandas' `NA`."""
    is_nan = isinstance(value, float | np.datetime64) and value != value  # noqa: PLR0124
    return value is None or is_nan or type(value).__name__ in ("NAType", "NaTType")
