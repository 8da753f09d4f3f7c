"""Pictures of many kinds, drawn by hand, each with what is right of it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 12, 20


def scene(height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """A picture without a symmetry, as uint8 of `(height, width, 3)`."""
    rows, columns = np.mgrid[0:height, 0:width]
    red = 255 * rows // max(1, height - 1)
    green = 255 * columns // max(1, width - 1)
    blue = np.where((rows < height // 2) & (columns < width // 3), 255, 30)
    return np.stack([red, green, blue], -1).astype("uint8")


def save(folder: Path, name: str, picture: Image.Image | np.ndarray, **options: object) -> Path:
    """Writes a picture, by the ending of its name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(picture) if isinstance(picture, np.ndarray) else picture
    image.save(path, **options)
    return path


def lying(orientation: int) -> Image.Image:
    """The scene, stored so that EXIF's orientation sets it upright."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    whole = Image.fromarray(scene())
    return whole if orientation == 1 else whole.transpose(undo[orientation])


def exif(orientation: int) -> Image.Exif:
    """Metadata that say how a picture lies."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def cut(path: Path, share: float = 0.5) -> Path:
    """Loses the end of a file."""
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


def png_bytes(picture: np.ndarray) -> bytes:
    """A picture as the bytes of a PNG file."""
    held = io.BytesIO()
    Image.fromarray(picture).save(held, "PNG")
    return held.getvalue()
