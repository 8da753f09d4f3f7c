"""The numbered folders of runs."""

from __future__ import annotations

from pathlib import Path

from wtspec.runs.write import unwritable


def claim_folder(runs_dir: Path, name: str, prefix: str = "") -> Path:
    """Makes the folder of a new run, `runs/digits/0001`, numbered after all that exist.

    Two runs at once get two folders: only one of them can make a folder.

    Args:
        runs_dir: That of all runs.
        name: Of the spec.
        prefix: What stands before the number: `sweep-` for a sweep.

    Raises:
        SpecError: `unwritable`.
    """
    parent = runs_dir / name
    try:
        parent.mkdir(parents=True, exist_ok=True)
        number = max((_number(entry, prefix) for entry in parent.iterdir()), default=0)
        while True:
            number += 1
            folder = parent / f"{prefix}{number:04}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    except OSError as error:
        raise unwritable(parent, error) from error


def make_folder(folder: Path) -> Path:
    """Makes a folder that a run is to have of its own.

    Raises:
        SpecError: `unwritable`, also where there is one.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def _number(entry: Path, prefix: str) -> int:
    digits = entry.name.removeprefix(prefix) if entry.name.startswith(prefix) else ""
    return int(digits) if digits.isascii() and digits.isdecimal() else 0
