"""Measures the decoding of small pictures beside Pillow's own in as many processes.

    python -m scripts.bench.images --count 4000 --side 50

Both read the same files in turns; the best of several turns counts, as other work only slows them.
Leave the machine alone meanwhile.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from scripts.bench.turns import least_seconds
from wtspec.data.part import Part
from wtspec.data.rows import Rows
from wtspec.data.stored.images import StoredImages, open_images
from wtspec.data.streams.row_stream import RowStream
from wtspec.data.streams.stored_part import StoredPart
from wtspec.sources.request import SourceRequest

SIZE = (32, 32)


def main() -> None:
    """Makes the pictures, and tells microseconds a picture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--side", type=int, default=50, help="pixels, more or less")
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        files = _make(Path(place) / "pictures", options.count, options.side)
        request = SourceRequest("images", paths=("pictures",), size=SIZE)
        stored = open_images(request, Path(place))
        cores = os.cpu_count() or 1
        with ProcessPoolExecutor(cores) as processes:
            shares = [files[first::cores] for first in range(cores)]
            ways: dict[str, Callable[[], object]] = {
                "Pillow in processes": lambda: list(processes.map(_by_pillow, shares)),
                "wtspec, all at once": stored.whole,
                "wtspec, in pieces": lambda: _in_pieces(stored),
            }
            best = least_seconds(ways, options.turns)
    least = best["Pillow in processes"]
    for name, seconds in best.items():
        print(f"{name:20s} {seconds / len(files) * 1e6:7.0f} us a picture  {seconds / least:.2f}")


def _make(folder: Path, count: int, side: int) -> list[str]:
    generator = np.random.default_rng(0)
    folder.mkdir()
    files: list[str] = []
    for at in range(count):
        height, width = generator.integers(side // 2, side * 3 // 2, 2)
        coarse = generator.integers(0, 255, (4, 4, 3), dtype="uint8")
        picture = Image.fromarray(coarse).resize(
            (int(width), int(height)), Image.Resampling.BICUBIC
        )
        files.append(str(folder / f"{at}.{('jpg', 'png')[at % 2]}"))
        picture.save(files[-1])
    return files


def _by_pillow(files: Sequence[str]) -> None:
    for file in files:
        with Image.open(file) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            np.asarray(upright.resize((SIZE[1], SIZE[0]), Image.Resampling.BILINEAR))


def _in_pieces(stored: StoredImages) -> None:
    """As an epoch reads them."""

    def prepare(part: Part) -> Rows:
        return Rows(part.columns.arrays["image"])

    stream = RowStream(StoredPart(stored), ("image",), prepare, 3 * SIZE[0] * SIZE[1])
    for _ in stream.epoch(0, 0, 0, shuffle=True):
        pass


if __name__ == "__main__":
    main()
