"""Draws rows that are pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

_LEAST_PIXELS = 64
"""Of the longer side: of a smaller picture each pixel becomes several."""
_MOST_PIXELS = 96
"""Of the same: 24 photos are half of what a page may take."""
_GAP = 4
"""Between two of them, in pixels."""
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


def draw(pictures: Sequence[np.ndarray], beside: Sequence[np.ndarray] = ()) -> list[str]:
    """Each picture as a PNG's `data:` address.

    Args:
        pictures: Of rows; all have one scale of greys.
        beside: What stands to the right of each, on the same scale; none by default.
    """
    small = [_thinned(one) for one in pictures]
    others = [_thinned(one) for one in beside]
    darkest, brightest = _scale(small)
    most = _LEAST_PIXELS if others else _MOST_PIXELS

    def image(picture: np.ndarray) -> Image.Image:
        return _image(np.clip((picture - darkest) / (brightest - darkest), 0, 1), most)

    if not others:
        return [_png(image(one)) for one in small]
    pairs = zip(small, others, strict=True)
    return [_png(_side_by_side(image(left), image(right))) for left, right in pairs]


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


def _image(shares: np.ndarray, most: int) -> Image.Image:
    """A picture from 0 to 1, `[height, width]` or with channels, in a size that can be seen."""
    from PIL import Image

    bytes_ = np.rint(np.nan_to_num(shares) * 255).astype("uint8")
    picture = Image.fromarray(bytes_[..., 0] if bytes_.shape[2:] == (1,) else bytes_)
    longer = max(picture.size)
    if longer < _LEAST_PIXELS:
        times = -(-_LEAST_PIXELS // longer)
        size = (picture.width * times, picture.height * times)
        return picture.resize(size, Image.Resampling.NEAREST)
    if longer > most:
        picture.thumbnail((most, most))
    return picture


def _side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    from PIL import Image

    both = Image.new(left.mode, (left.width + _GAP + right.width, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + _GAP, 0))
    return both


def _png(picture: Image.Image) -> str:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"
