"""Writes files that are whole or not there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from wtspec.errors import Diagnostic, SpecError

_ASIDE = re.compile(r"\.[0-9]+-.", re.ASCII)


def write_text(path: Path, text: str) -> None:
    """Writes a text, with `\\n` as it is."""
    write_aside(path, lambda aside: aside.write_text(text, encoding="utf-8", newline="\n"))


def write_aside(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` make a file beside `path`, then puts it in its place.

    Args:
        path: Where the file is to be; what stands there is replaced.
        write: Is given the other path, which ends as `path` does.
    """
    aside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        write(aside)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def append_whole(path: Path, data: bytes) -> None:
    """Appends to a file; where that fails, as on a full disk, no part of it stays.

    Raises:
        OSError: The file is as it was.
    """
    with path.open("ab", buffering=0) as file:  # a buffer would be flushed before it is cut
        end, left = file.tell(), memoryview(data)
        try:
            while left:
                left = left[file.write(left) :]
        except OSError:
            file.truncate(end)
            raise


def remove_asides(folder: Path) -> None:
    """Removes what is left of files that a process wrote when it was killed."""
    for entry in folder.iterdir():
        if _ASIDE.match(entry.name) and entry.is_file():
            entry.unlink(missing_ok=True)


def unwritable(path: Path, error: OSError, help: str | None = None) -> SpecError:
    """The fault of a file or folder that can't be written."""
    reason = error.strerror or str(error)
    return SpecError(Diagnostic("unwritable", f"`{path}` can't be written: {reason}", help=help))
