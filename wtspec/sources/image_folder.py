"""Finds the pictures of a folder. Free of NumPy, and of what decodes them."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import PurePath

IMAGE_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff",
)  # fmt: skip


def list_images(folder: str) -> tuple[list[str], dict[str, int]]:
    """The pictures at and below a folder, in natural order, and what else lies there.

    What is hidden is passed over. Links to folders are not followed, so that none leads round
    in a circle.

    Returns:
        Paths from the folder on, with `/`; how many other files there are by the ending of their
        names, links to folders under `links to folders`.
    """
    found: list[str] = []
    others: Counter[str] = Counter()
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(os.path.join(folder, below)) as entries:  # noqa: PTH118 - for scripts
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif entry.is_dir():
                    others["links to folders"] += 1
                elif is_image(path):
                    found.append(path)
                else:
                    others[PurePath(path).suffix.lower() or "no ending"] += 1
    return sorted(found, key=natural_order), dict(others.most_common())


def is_image(path: str) -> bool:
    """Whether a file's name ends as those of pictures do."""
    return path.lower().endswith(IMAGE_SUFFIXES)


def label_of(path: str) -> str:
    """The first folder of a picture's path, which is its label; nothing where there is none."""
    return path.partition("/")[0] if "/" in path else ""


def natural_order(path: str) -> list[tuple[list[tuple[str, int]], str]]:
    """Orders paths folder by folder, numbers in names by their value: `a2` before `a10`."""
    return [(_in_parts(name), name) for name in path.split("/")]


def _in_parts(name: str) -> list[tuple[str, int]]:
    parts: list[tuple[str, str]] = re.findall(r"([^0-9]*)([0-9]*)", name)
    return [(text, int(digits or -1)) for text, digits in parts]
