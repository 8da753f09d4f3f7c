"""Reads files that may be anything."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from wtspec.errors import SpecError

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
"""A pipe that lies there is not waited for."""

MOST_BYTES = 1 << 24


def read_end(path: Path, most: int = MOST_BYTES) -> bytes | None:
    """The last bytes of a file, all of them but for a huge one; None where it can't be read.

    Args:
        path: Of a file, or of a link that stays in the run's folder or under the caller's root.
        most: How many bytes.
    """
    try:
        file = _open(path)
    except (OSError, ValueError, RuntimeError, SpecError):  # a link to itself, to Python 3.11
        return None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return None
        with os.fdopen(file, "rb", closefd=False) as opened:
            opened.seek(max(0, status.st_size - most))
            return opened.read(min(most, status.st_size))
    except OSError:
        return None
    finally:
        os.close(file)


def read_whole(path: Path, most: int = MOST_BYTES) -> bytes:
    """A file's bytes; none where it can't be read, or has more than so many."""
    found = read_end(path, most + 1) or b""
    return found if len(found) <= most else b""


def _open(path: Path) -> int:
    try:
        return os.open(path, _FLAGS)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        from wtspec.runs.checks.check_link import check_link

        check_link(path)
        return os.open(path.resolve(), _FLAGS)
