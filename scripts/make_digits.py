"""Makes the data of `configs/trunk.yaml` and `configs/finetune.yaml`.

Scikit-learn's digits in two files: 0 to 4, and 5 to 9 as the labels 0 to 4.

    python -m scripts.make_digits
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from wtspec.data.readers.read_sklearn import read_sklearn

FOLDER = Path(__file__).parents[1] / "configs" / "data"


def main() -> None:
    """Writes both files."""
    digits = read_sklearn("digits")
    images, target = digits["images"].astype("uint8"), digits["target"].astype("uint8")
    for name, first in (("digits_low", 0), ("digits_high", 5)):
        rows = (target >= first) & (target < first + 5)
        np.savez_compressed(
            FOLDER / f"{name}.npz", image=images[rows, :, :, None], target=target[rows] - first
        )


if __name__ == "__main__":
    main()
