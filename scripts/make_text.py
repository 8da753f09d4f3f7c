"""Makes the text of `configs/transformer.yaml` from the help pages that come with Python.

Each row of `text` is 65 characters by their ASCII codes; the last is the first of the next row.

    python scripts/make_text.py
"""

from __future__ import annotations

import pydoc_data.topics
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[1] / "configs" / "data" / "python_help.npz"
CONTEXT = 64
ROWS = 2000


def main() -> None:
    """Writes the file."""
    topics = pydoc_data.topics.topics
    pages = "\n\n".join(topics[name] for name in sorted(topics))
    codes = np.frombuffer(pages.encode("ascii", "replace"), "uint8")
    starts = np.arange(ROWS)[:, None] * CONTEXT
    np.savez_compressed(FILE, text=codes[starts + np.arange(CONTEXT + 1)])


if __name__ == "__main__":
    main()
