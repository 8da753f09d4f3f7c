"""Makes the texts of `configs/text.yaml` from the docstrings of Python's standard library.

Each row has what a class or a function says of itself, its first 150 characters, and the package in
which it stands.

    python scripts/make_docstrings.py
"""

from __future__ import annotations

import ast
import csv
import random
import sysconfig
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).parents[1] / "configs" / "data" / "docstrings.csv"
PACKAGES = ("asyncio", "email", "http", "importlib", "logging", "multiprocessing", "tkinter", "xml")
MOST = 240
CHARACTERS = 150


def main() -> None:
    """Writes the file."""
    library = Path(sysconfig.get_path("stdlib"))
    rows = [(text, name) for name in PACKAGES for text in docstrings(library / name)[:MOST]]
    random.Random(0).shuffle(rows)  # noqa: S311 - an order of rows, no secret
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("text", "package"), *rows])


def docstrings(folder: Path, characters: int = CHARACTERS) -> list[str]:
    """What the classes and functions in a folder say of themselves, each text once, shuffled."""
    several = sorted({_cut(text, characters) for text in _docstrings(folder)})
    random.Random(0).shuffle(several)  # noqa: S311
    return several


def _docstrings(folder: Path) -> Iterator[str]:
    """Those of at least five words, on one line."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                words = (ast.get_docstring(node) or "").split()
                if len(words) >= 5:
                    yield " ".join(words)


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else text[:characters].rpartition(" ")[0]


if __name__ == "__main__":
    main()
