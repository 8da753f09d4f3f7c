"""Reads a folder of pictures as one table."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from wtspec.data.images.decode_images import common_size, decode_images
from wtspec.sources.image_folder import label_of, list_images


def read_images(
    folder: str,
    size: tuple[int, int] | None = None,
    channels: int = 3,
    resize: str = "stretch",
) -> dict[str, np.ndarray]:
    """The columns `image`, `label` and `path`; no `label` where no picture lies in a subfolder.

    Args:
        folder: Whose subfolders are the labels.
        size: Height and width to make the pictures; all must have the same if it is not given.
        channels: As `decode_image` takes it, like `resize`.
    """
    paths, _ = list_images(folder)
    files = files_in(folder, paths)
    known = common_size(files, paths) if size is None else size
    pictures = decode_images(files, paths, known, channels, resize)
    return {"image": pictures, **path_columns(paths)}


def files_in(folder: str, paths: Sequence[str]) -> list[str]:
    """Where pictures lie."""
    return [os.path.join(folder, path) for path in paths]  # noqa: PTH118 - thousands of them


def path_columns(paths: Sequence[str]) -> dict[str, np.ndarray]:
    """The columns that follow from where pictures lie."""
    labels = [label_of(path) for path in paths]
    columns = {"label": np.array(labels, object)} if any(labels) else {}
    return {**columns, "path": np.array(paths, object)}
