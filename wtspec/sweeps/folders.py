"""The numbered folders of sweeps, beside those of runs: `runs/digits/sweep-0001`."""

from __future__ import annotations

import re
from pathlib import Path

from wtspec.errors import SpecError
from wtspec.runs.write import unwritable
from wtspec.sweeps.sweep_file import read_sweep_file

_NUMBERED = re.compile(r"sweep-([0-9]{4,9})", re.ASCII)


def claim_sweep_folder(runs_dir: Path, name: str) -> Path:
    """Makes the folder of a new sweep, numbered after all that exist.

    Raises:
        SpecError: `unwritable`.
    """
    parent = runs_dir / name
    try:
        parent.mkdir(parents=True, exist_ok=True)
        number = max((_number(entry) for entry in parent.iterdir()), default=0)
        while True:
            number += 1
            folder = parent / f"sweep-{number:04}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    except OSError as error:
        raise unwritable(parent, error) from error


def find_folder(runs_dir: Path, name: str, identity: str) -> Path | None:
    """The folder of a study on this machine, if it has one."""
    parent = runs_dir / name
    for entry in sorted(parent.iterdir()) if parent.is_dir() else ():
        if _NUMBERED.fullmatch(entry.name):
            try:
                facts = read_sweep_file(entry)
            except SpecError:  # it was left before it began
                continue
            if facts.identity == identity:
                return entry
    return None


def _number(entry: Path) -> int:
    found = _NUMBERED.fullmatch(entry.name)
    return int(found[1]) if found else 0
