"""The function `image` of data formulas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wtspec.data.images.decode_images import decode_images
from wtspec.data.images.files_beside import FilesBeside


def image(
    files: FilesBeside,
    path: np.ndarray,
    size: Sequence[int] = (64, 64),
    channels: int = 3,
    resize: str = "stretch",
) -> np.ndarray:
    """The pictures that a column of paths names, as uint8 of `(rows, height, width, channels)`.

    Args:
        files: Finds them.
        path: Relative to the table's folder.
        size: Height and width to make them.
        channels: As `decode_image` takes it, like `resize`.
    """
    height, width = size
    if channels not in (1, 3, 4) or resize not in ("stretch", "crop", "pad"):
        raise ValueError(f"`image` makes no {channels} channels, or knows no `resize` {resize!r}")
    paths = np.asarray(path)
    if paths.dtype.kind not in "OU":
        raise TypeError(f"`image` takes a column of paths, not of {paths.dtype}")
    names = [str(one) or "an empty cell" for one in paths.ravel()]
    found = [files.find(str(one)) for one in paths.ravel()]
    pictures = decode_images(found, names, (height, width), channels, resize)
    return pictures.reshape(*paths.shape, height, width, channels)
