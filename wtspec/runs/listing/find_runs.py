"""Finds the folders of runs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

_MARKS = ("config.resolved.yaml", "environment.json")
"""Either makes a folder a run: the other may be lost, or not written yet."""

_OWN = {"checkpoints", "tensorboard", "mlartifacts"}
"""Folders where no runs are: in a run, and MLflow's beside them; two of these hold specs too."""


class FoundRuns(NamedTuple):
    """What lies below a folder.

    Attributes:
        runs: Their folders, by name; numbers in names by what they count.
        unreadable: Folders in which there may be more.
    """

    runs: list[Path]
    unreadable: list[Path]


def find_runs(top: Path) -> FoundRuns:
    """All runs below a folder, or that folder where it is a run.

    Links are not followed, so that each run is found once and within the folder; nor are hidden
    folders looked into.
    """
    runs: list[str] = []
    unreadable: list[str] = []
    waiting = [str(top)]
    while waiting:
        folder = waiting.pop()
        try:
            folders, is_run = _look_into(folder)
        except OSError:
            unreadable.append(folder)
            continue
        waiting.extend(folders)
        if is_run:
            runs.append(folder)
    return FoundRuns(_in_order(runs), _in_order(unreadable))


def _look_into(folder: str) -> tuple[list[str], bool]:
    """The folders in a folder that may hold runs, and whether it is one."""
    with os.scandir(folder) as entries:
        inner = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    is_run = any(inner.get(name) is False for name in _MARKS)
    names = [name for name, is_folder in inner.items() if is_folder and name not in _OWN]
    return [f"{folder}{os.sep}{name}" for name in names if not name.startswith(".")], is_run


def _in_order(folders: list[str]) -> list[Path]:
    return sorted(map(Path, folders), key=lambda path: [_counted(part) for part in path.parts])


def _counted(part: str) -> list[tuple[int, int, str]]:
    """A name such that `9` comes before `10`."""
    pieces = re.split(r"([0-9]{1,18})", part)
    return [(1, 0, text) if at % 2 == 0 else (0, int(text), text) for at, text in enumerate(pieces)]
