"""Makes the pictures of `configs/images.yaml`.

The first fifty of each of scikit-learn's digits, as PNG files in a folder for each.

    python -m scripts.make_pictures
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from wtspec.data.readers.read_sklearn import read_sklearn

FOLDER = Path(__file__).parents[1] / "configs" / "data" / "digits"
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
OF_EACH = 50


def main() -> None:
    """Writes all files."""
    digits = read_sklearn("digits")
    images = np.round(digits["images"] * 255 / 16).astype("uint8")
    for digit, name in enumerate(NAMES):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
        for at, image in enumerate(images[digits["target"] == digit][:OF_EACH], start=1):
            Image.fromarray(image).save(FOLDER / name / f"{at}.png", optimize=True)


if __name__ == "__main__":
    main()
