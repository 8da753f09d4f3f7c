"""The numbered folders of sweeps, beside those of runs: `runs/digits/sweep-0001`."""

from __future__ import annotations

from pathlib import Path

from wtspec.errors import SpecError
from wtspec.sweeps.sweep_file import read_sweep_file

PREFIX = "sweep-"


def find_folder(runs_dir: Path, name: str, identity: str) -> Path | None:
    """The folder of a study on this machine, if it has one."""
    parent = runs_dir / name
    for entry in sorted(parent.iterdir()) if parent.is_dir() else ():
        if entry.name.startswith(PREFIX):
            try:
                facts = read_sweep_file(entry)
            except SpecError:  # it was left before it began
                continue
            if facts.identity == identity:
                return entry
    return None
