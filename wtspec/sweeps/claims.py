"""Which worker carries out which trial, on one machine: a lock for each trial.

The system lets go of a lock however its holder ends, so that a trial whose worker was killed is
found at once, and taken up by one worker alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from wtspec.runs.write import unwritable

CLAIMS = ".claims"
_TURN_SECONDS = 600.0


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Within it no other worker of the folder begins a trial, or takes one up.

    Raises:
        SpecError: `unwritable`.
    """
    with _lock(folder, "turn").acquire(timeout=_TURN_SECONDS):
        yield


def claim(folder: Path, number: int) -> filelock.FileLock | None:
    """The lock of a trial, held from here on; None where another worker holds it.

    Raises:
        SpecError: `unwritable`.
    """
    lock = _lock(folder, f"{number:04}")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return None
    return lock


def was_claimed(folder: Path, number: int) -> bool:
    """Whether a worker of this folder has begun a trial."""
    return (folder / CLAIMS / f"{number:04}").exists()


def _lock(folder: Path, name: str) -> filelock.FileLock:
    claims = folder / CLAIMS
    try:
        claims.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(claims, error) from error
    return filelock.FileLock(claims / name, thread_local=False)
