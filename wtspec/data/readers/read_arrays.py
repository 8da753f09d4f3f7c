"""Reads NumPy's own files, never pickled ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def read_npz(files: list[str]) -> dict[str, np.ndarray]:
    """The arrays of npz files, by name, their rows in the files' order."""
    parts: dict[str, list[np.ndarray]] = {}
    for file in files:
        with Path(file).open("rb") as opened, np.load(opened, allow_pickle=False) as archive:
            if len(set(archive.files)) < len(archive.files):
                raise ValueError(f"{file} holds two arrays of one name")
            for name in archive.files:
                value = archive[name]
                if isinstance(value, np.ndarray):  # else another file that lies in the archive
                    parts.setdefault(name, []).append(value)
    return {name: _all_of(several) for name, several in parts.items()}


def read_npy(files: dict[str, list[str]]) -> dict[str, np.ndarray]:
    """The array of each column, its rows in the files' order."""
    return {
        name: _all_of([np.load(file, allow_pickle=False) for file in paths])
        for name, paths in files.items()
    }


def _all_of(arrays: list[np.ndarray]) -> np.ndarray:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
