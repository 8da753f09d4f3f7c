"""Draws rows that are pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

import numpy as np

_LEAST_PIXELS = 64
"""Of the longer side: of a smaller picture each pixel becomes several."""
_MOST_PIXELS = 96
_CHANNELS = (1, 3, 4)
_GREYS = (1, 16, 255, 65535)
"""The highest values of the scales that pictures come in."""
_NAMES = ("image", "images")
"""Of columns whose rows, of two axes, are pictures and no tables."""


def is_picture(name: str, row: object) -> bool:
    """Whether what a row has in a column is a picture for certain."""
    if not isinstance(row, np.ndarray) or row.dtype.kind not in "uif":
        return False
    if row.ndim == 2:
        return name in _NAMES and min(row.shape) >= 4
    return row.ndim == 3 and row.shape[-1] in _CHANNELS and min(row.shape[:2]) >= 4


def draw(pictures: Sequence[np.ndarray]) -> list[str]:
    """Each picture as a PNG's `data:` address; all have one scale of greys."""
    small = [_thinned(one) for one in pictures]
    darkest, brightest = _scale(small)
    return [_png(np.clip((one - darkest) / (brightest - darkest), 0, 1)) for one in small]


def _thinned(picture: np.ndarray) -> np.ndarray:
    """Of a huge picture, as many pixels as it takes to shrink it well."""
    step = max(1, max(picture.shape[:2]) // (4 * _MOST_PIXELS))
    return picture[::step, ::step]


def _scale(pictures: Sequence[np.ndarray]) -> tuple[float, float]:
    """What black and white are."""
    if pictures[0].dtype == np.uint8:
        return 0.0, 255.0
    finite = np.concatenate([one[np.isfinite(one)] for one in pictures])
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    if low >= 0:
        return 0.0, next((one for one in _GREYS if high <= one), high)
    if low >= -1 and high <= 1:
        return -1.0, 1.0
    return low, max(high, low + 1e-6)


def _png(shares: np.ndarray) -> str:
    """Of a picture from 0 to 1: `[height, width]`, or with channels."""
    from PIL import Image

    bytes_ = np.rint(np.nan_to_num(shares) * 255).astype("uint8")
    picture = Image.fromarray(bytes_[..., 0] if bytes_.shape[2:] == (1,) else bytes_)
    longer = max(picture.size)
    if longer < _LEAST_PIXELS:
        times = -(-_LEAST_PIXELS // longer)
        size = (picture.width * times, picture.height * times)
        picture = picture.resize(size, Image.Resampling.NEAREST)
    elif longer > _MOST_PIXELS:
        picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"
