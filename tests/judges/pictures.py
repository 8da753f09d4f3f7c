"""Makes a folder of small pictures of every kind, and knows what each must be decoded to.

What a picture is, is known before it is written: a drawing of a few colors, as numbers. No decoder
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.data.pictures import cut, exif, save

LABELS = ("across", "checks", "down", "slanted")
HEIGHT, WIDTH = 28, 40

_STORED = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""What brings an upright picture to lie as EXIF's number says."""


@dataclass(frozen=True)
class Made:
    """A picture.

    Attributes:
        kind: What is peculiar of it.
        right: What it must be decoded to; nothing where it can't be.
        apart: How far its mean may be from that: 0 of what loses nothing.
    """

    kind: str
    right: np.ndarray | None
    apart: float = 0.0


def draw(label: str, generator: np.random.Generator) -> np.ndarray:
    """Bands of two colors, in the direction that the label says, as `(height, width, 3)`."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH] + generator.integers(0, 9)
    band = int(generator.integers(3, 6))
    along = {
        "across": rows // band,
        "down": columns // band,
        "slanted": (rows + columns) // band,
        "checks": rows // band + columns // band,
    }[label]
    light, dark = generator.integers(130, 256, 3), generator.integers(0, 120, 3)
    return np.where((along % 2)[..., None] == 0, light, dark).astype("uint8")


def make_folder(folder: Path, count: int, seed: int = 0) -> dict[str, Made]:
    """Writes pictures; what each must be, by its path from the folder on."""
    generator = np.random.default_rng(seed)
    made: dict[str, Made] = {}
    for at in range(count):
        label = LABELS[at % len(LABELS)]
        write = _WRITERS[at // len(LABELS) % len(_WRITERS)]
        drawing = draw(label, generator)
        path, one = write(folder / label, f"{at:06d}", drawing, generator)
        made[path.relative_to(folder).as_posix()] = one
    (folder / LABELS[0] / "Thumbs.db").write_bytes(b"\0")
    (folder / LABELS[0] / ".DS_Store").write_bytes(b"\0")
    (folder / "notes.txt").write_text("not a picture")
    return made


def break_some(folder: Path, made: dict[str, Made], count: int) -> None:
    """Cuts files off, or puts other text in their place."""
    for at, path in enumerate(sorted(made)[:: max(1, len(made) // count)]):
        if at % 5:
            cut(folder / path, 0.6)
        else:
            (folder / path).write_text("<html>404</html>")
        made[path] = Made("broken", None)


Writer = Callable[[Path, str, np.ndarray, np.random.Generator], tuple[Path, Made]]


def _plain(ending: str, apart: float = 0.0, **options: object) -> Writer:
    def write(
        folder: Path, name: str, drawing: np.ndarray, _: np.random.Generator
    ) -> tuple[Path, Made]:
        path = save(folder, f"{name}.{ending}", drawing, **options)
        return path, Made(ending, drawing, apart)

    return write


def _turned(ending: str, apart: float = 0.0, **options: object) -> Writer:
    def write(
        folder: Path, name: str, drawing: np.ndarray, generator: np.random.Generator
    ) -> tuple[Path, Made]:
        number = int(generator.integers(1, 9))
        how, picture = _STORED[number], Image.fromarray(drawing)
        lying = picture if how is None else picture.transpose(how)
        path = save(folder, f"{name}.{ending}", lying, exif=exif(number), **options)
        return path, Made(f"turned {ending}", drawing, apart)

    return write


def _palette(ending: str, clear: bool) -> Writer:
    def write(
        folder: Path, name: str, drawing: np.ndarray, _: np.random.Generator
    ) -> tuple[Path, Made]:
        colors, index = np.unique(drawing.reshape(-1, 3), axis=0, return_inverse=True)
        picture = Image.fromarray(index.reshape(HEIGHT, WIDTH).astype("uint8"))
        picture = Image.frombytes("P", (WIDTH, HEIGHT), picture.tobytes())
        picture.putpalette(colors.ravel().tolist())
        path = save(folder, f"{name}.{ending}", picture, **({"transparency": 0} if clear else {}))
        shown = colors.copy()
        if clear:
            shown[0] = 255
        right = shown[index.reshape(HEIGHT, WIDTH)]
        return path, Made(f"palette {ending}{', clear' if clear else ''}", right)

    return write


def _alpha(
    folder: Path, name: str, drawing: np.ndarray, generator: np.random.Generator
) -> tuple[Path, Made]:
    alpha = generator.integers(0, 256, (HEIGHT, WIDTH, 1))
    whole = np.concatenate([drawing, alpha], -1).astype("uint8")
    right = np.round((drawing * (alpha / 255)) + 255 * (1 - alpha / 255)).astype("uint8")
    return save(folder, f"{name}.png", whole), Made("alpha png", right, 0.6)


def _grey(
    folder: Path, name: str, drawing: np.ndarray, _: np.random.Generator
) -> tuple[Path, Made]:
    grey = drawing[..., 0]
    return save(folder, f"{name}.png", grey), Made("grey png", np.repeat(grey[..., None], 3, -1))


def _sixteen(ending: str) -> Writer:
    def write(
        folder: Path, name: str, drawing: np.ndarray, generator: np.random.Generator
    ) -> tuple[Path, Made]:
        values = drawing[..., 0].astype("uint16") * 257
        values = np.clip(values + generator.integers(-128, 129, values.shape), 0, 65535)
        right = np.round(values / 257).astype("uint8")
        path = save(folder, f"{name}.{ending}", values.astype("uint16"))
        return path, Made(f"16 bits {ending}", np.repeat(right[..., None], 3, -1))

    return write


def _bits(
    folder: Path, name: str, drawing: np.ndarray, _: np.random.Generator
) -> tuple[Path, Made]:
    bright = drawing.mean(-1) > 125
    right = np.repeat(np.where(bright, 255, 0)[..., None], 3, -1).astype("uint8")
    return save(folder, f"{name}.png", Image.fromarray(bright)), Made("1 bit png", right)


def _animated(
    folder: Path, name: str, drawing: np.ndarray, _: np.random.Generator
) -> tuple[Path, Made]:
    first, second = Image.fromarray(drawing), Image.fromarray(255 - drawing)
    path = save(folder, f"{name}.gif", first, save_all=True, append_images=[second])
    return path, Made("animated gif", drawing)


def _misnamed(
    folder: Path, name: str, drawing: np.ndarray, _: np.random.Generator
) -> tuple[Path, Made]:
    path = save(folder, f"{name}.png", drawing)
    return path.rename(path.with_suffix(".jpg")), Made("png named jpg", drawing)


_FINE: dict[str, object] = {"quality": 95, "subsampling": 0}

_WRITERS: tuple[Writer, ...] = (
    _plain("png"), _plain("bmp"), _plain("tif"), _plain("gif"), _plain("webp", lossless=True),
    _plain("jpg", 5.0, **_FINE), _turned("jpg", 5.0, **_FINE), _turned("png"), _turned("tif"),
    _turned("webp", lossless=True), _palette("png", clear=False), _palette("png", clear=True),
    _palette("gif", clear=False), _palette("gif", clear=True), _alpha, _grey, _sixteen("png"),
    _sixteen("tif"), _bits, _animated, _misnamed, _plain("jpg", 5.0, **_FINE),
    _plain("png"), _plain("jpg", 5.0, **_FINE),
)  # fmt: skip
