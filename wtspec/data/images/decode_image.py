"""Decodes a picture."""

from __future__ import annotations

import os

import numpy as np
from PIL import Image, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
"""What is read: no format whose decoder runs programs."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by the number that EXIF has for how it lies."""

_TOLD_IN = ("exif", "xmp", "Raw profile type exif", "XML:com.adobe.xmp")
_ORIENTATION, _BITS, _PHOTOMETRIC = 0x0112, 0x0102, 0x0106
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def decode_image(
    file: str,
    size: tuple[int, int] | None = None,
    channels: int = 3,
    resize: str = "stretch",
) -> np.ndarray:
    """A picture, upright, as uint8 of `(height, width, channels)`; of an animation the first.

    Where it has no alpha channel in the end, white lies behind what is transparent. Palettes are
    looked up, and 16 bits are scaled to 8.

    Args:
        file: Its path.
        size: Height and width to make it; its own by default.
        channels: 1 for grey, 3 for red, green and blue, 4 for alpha too.
        resize: `stretch` it to the size; `crop` to the size's shape first, around the middle; or
            `pad` it to that shape with black. What becomes smaller is smoothed (bilinear).

    Raises:
        ValueError: It can't be decoded; says why.
    """
    try:
        with Image.open(file, formats=FORMATS) as opened:
            _check_pixels(opened)
            if size is not None and _may_be_drafted(opened, size):
                opened.draft(None, _draft_size(opened, size, resize))
            picture = _with_channels(_upright(opened), channels)
            sized = picture if size is None else _resized(picture, size, resize)
            return np.asarray(sized).reshape(sized.height, sized.width, channels)
    except MemoryError:
        raise
    except Exception as error:
        raise ValueError(_reason(error, file)) from error


def image_size(file: str) -> tuple[int, int]:
    """Height and width of a picture that stands upright.

    Raises:
        ValueError: It is none; says why.
    """
    try:
        with Image.open(file, formats=FORMATS) as opened:
            _check_pixels(opened)
            if opened.format != "JPEG":  # others may say how they lie behind the picture
                opened.load()
            turned = _orientation(opened) >= 5
            return opened.size if turned else (opened.height, opened.width)
    except MemoryError:
        raise
    except Exception as error:
        raise ValueError(_reason(error, file)) from error


def _check_pixels(opened: Image.Image) -> None:
    most = Image.MAX_IMAGE_PIXELS
    if most is not None and opened.width * opened.height > most:
        raise ValueError(f"has {opened.width} x {opened.height} pixels, of at most {most}")


def _upright(opened: Image.Image) -> Image.Image:
    opened.load()
    turn = _TURNS.get(_orientation(opened))
    return opened if turn is None else opened.transpose(turn)


def _orientation(opened: Image.Image) -> int:
    """How a picture lies, as EXIF says it; upright where that can't be read."""
    if not any(name in opened.info for name in _TOLD_IN):
        return 1
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - of metadata, which may be anything, nothing else is needed
        return 1


def _with_channels(picture: Image.Image, channels: int) -> Image.Image:
    """Grey, colors, or colors and alpha."""
    wanted = _MODES[channels]
    if picture.mode in ("I", "F"):
        kind = "floating-point numbers" if picture.mode == "F" else "integers of 32 bits"
        raise ValueError(f"holds {kind}, for whose range there is no rule")
    if picture.mode.startswith("I;16"):
        picture = _of_8_bits(picture)
    if picture.mode in ("CMYK", "YCbCr", "HSV", "LAB"):
        picture = picture.convert("RGB")
    if channels == 4 or not picture.has_transparency_data:
        return picture if picture.mode == wanted else picture.convert(wanted)
    over = picture.convert("RGBA")
    white = Image.new("RGBA", over.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, over).convert(wanted)


def _of_8_bits(picture: Image.Image) -> Image.Image:
    """A grey picture of 16 bits, or of 12 in TIFF, scaled to 8: Pillow would cut numbers off."""
    values = np.asarray(picture)
    tags = getattr(picture, "tag_v2", None) or {}
    most = 2 ** int(np.ravel(tags.get(_BITS, 16))[0]) - 1
    if tags.get(_PHOTOMETRIC) == 0:  # white is zero
        values = most - values
    scaled = (np.clip(values, 0, most).astype("uint32") * 255 + most // 2) // most
    grey = Image.fromarray(scaled.astype("uint8"))
    key = picture.info.get("transparency")
    if isinstance(key, int):
        grey.putalpha(Image.fromarray(np.where(values == key, 0, 255).astype("uint8")))
    return grey


def _resized(picture: Image.Image, size: tuple[int, int], resize: str) -> Image.Image:
    height, width = size
    if resize != "pad":
        box = _middle(picture, size) if resize == "crop" else None
        if box is None and picture.size == (width, height):
            return picture
        return picture.resize((width, height), Image.Resampling.BILINEAR, box)
    scale = min(width / picture.width, height / picture.height)
    inner = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    whole = Image.new(picture.mode, (width, height))
    place = ((width - inner[0]) // 2, (height - inner[1]) // 2)
    whole.paste(picture.resize(inner, Image.Resampling.BILINEAR), place)
    return whole


def _middle(picture: Image.Image, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The largest part of a picture, around its middle, that has the shape of a size."""
    height = min(picture.height, max(1, picture.width * size[0] // size[1]))
    width = min(picture.width, max(1, picture.height * size[1] // size[0]))
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return left, top, left + width, top + height


def _may_be_drafted(opened: Image.Image, size: tuple[int, int]) -> bool:
    return opened.format in ("JPEG", "MPO") and max(opened.size) >= 8 * min(size)


def _draft_size(opened: Image.Image, size: tuple[int, int], resize: str) -> tuple[int, int]:
    """The least width and height to decode a JPEG at, as it lies: four times what is needed.

    Of larger ones less is decoded, and the result is the same to the eye.
    """
    height, width = size
    scales = (width / opened.width, height / opened.height)
    if _orientation(opened) >= 5:
        scales = (height / opened.width, width / opened.height)
    if resize != "stretch":
        scales = (max(scales),) * 2 if resize == "crop" else (min(scales),) * 2
    return (
        max(1, int(4 * scales[0] * opened.width)),
        max(1, int(4 * scales[1] * opened.height)),
    )


def _reason(error: Exception, file: str) -> str:
    """Why a picture can't be decoded, in a few words that follow its name."""
    words = next(iter(str(error).splitlines()), type(error).__name__)
    if isinstance(error, FileNotFoundError):
        return "is not there"
    if isinstance(error, OSError) and error.strerror:
        return f"can't be read: {error.strerror}"
    if isinstance(error, UnidentifiedImageError):
        empty = os.path.getsize(file) == 0  # noqa: PTH202 - a text
        return "is empty" if empty else "is no PNG, JPEG, GIF, BMP, WebP or TIFF picture"
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return f"has more than the {Image.MAX_IMAGE_PIXELS} pixels that are decoded at most"
    if "decoder object" in words:
        return "is broken"
    if "truncated" in words.lower():
        return "is truncated"
    if words.startswith(("has ", "holds ")):
        return words
    return f"can't be decoded: {words}"
