"""Where a file is, as code hosts want it: by its path from the repository's top folder."""

from __future__ import annotations

import os
from pathlib import Path


def repository() -> Path:
    """The nearest folder upwards from the working directory that holds `.git`, else itself."""
    here = Path.cwd()
    return next((top for top in (here, *here.parents) if (top / ".git").exists()), here)


def address(name: str, top: Path) -> str:
    """The path of a file from `top`, parts joined by `/`; the whole path of one outside.

    Args:
        name: A path from the working directory, or a whole one.
        top: A whole path.
    """
    path = Path(os.path.normpath(Path.cwd() / name))
    return (path.relative_to(top) if path.is_relative_to(top) else path).as_posix()
