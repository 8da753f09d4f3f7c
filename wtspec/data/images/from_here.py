"""Where files are that rows name which are given in Python."""

from __future__ import annotations

from pathlib import Path

from wtspec.data.images.files_beside import FilesBeside
from wtspec.document.root import caller_root


def files_from_here() -> FilesBeside:
    """Finds files from the working directory on, under the caller's root."""
    here = Path.cwd()
    return FilesBeside(str(here), str(caller_root() or here))
