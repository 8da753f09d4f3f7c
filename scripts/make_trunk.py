"""Trains `configs/trunk.yaml` and keeps its weights for `configs/finetune.yaml` to start from.

python scripts/make_trunk.py
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import wtspec

CONFIGS = Path(__file__).parents[1] / "configs"


def main() -> None:
    """Writes `configs/data/trunk.safetensors`."""
    with tempfile.TemporaryDirectory() as runs:
        run = wtspec.run(wtspec.load(CONFIGS / "trunk.yaml"), runs_dir=runs)
        shutil.copyfile(run.folder / "weights.safetensors", CONFIGS / "data" / "trunk.safetensors")
        print(run.metrics["test"])


if __name__ == "__main__":
    main()
