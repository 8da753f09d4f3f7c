"""Writes `wtspec/catalog/keras-<version>/` from the installed Keras.

python -m scripts.refresh_catalog
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

CATALOG = Path(__file__).parent.parent / "wtspec" / "catalog"
BY_HAND = ("asks.json",)
"""What no installed Keras tells; read it anew for another version."""


def main() -> None:
    """Replaces the snapshot by one of the installed Keras."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    from scripts.catalog_snapshot.sections import snapshot

    files = snapshot()
    for old in CATALOG.glob("keras-*"):
        files |= {name: (old / name).read_text("utf-8") for name in BY_HAND}
        shutil.rmtree(old)
    folder = CATALOG / f"keras-{keras.__version__}"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"wrote {len(files)} files to {folder.relative_to(CATALOG.parent.parent)}")


if __name__ == "__main__":
    main()
