"""The folder that nothing may leave, and paths within it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from wtspec.document.node import Scalar
from wtspec.errors import Diagnostic, SpecError

_MARKERS = (".git", "pyproject.toml")
_URL = r"[A-Za-z][A-Za-z0-9+.-]*://"


def find_root(path: Path) -> Path:
    """The nearest folder upwards from a file with `.git` or `pyproject.toml`, else its own.

    Args:
        path: The first file, symlinks resolved.
    """
    for folder in path.parents:
        for marker in _MARKERS:
            if os.access(f"{folder}/{marker}", os.F_OK):
                return folder
    return path.parent


def check_root(root: Path) -> Path:
    """The folder that a user gave as the root, symlinks resolved.

    Raises:
        SpecError: `root-not-found`.
    """
    resolved = resolve(root)
    if not isinstance(resolved, Path) or not resolved.is_dir():
        raise SpecError(Diagnostic("root-not-found", f"the root `{root}` is no folder"))
    return resolved


def resolve(path: Path) -> Path | str:
    """The path with its symlinks resolved, or why that can't be done."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        return str(error)


def resolve_within(item: Scalar, folder: Path, root: Path) -> Path:
    """The file that `extends` or an item of `imports` names, symlinks resolved.

    Args:
        item: A relative path.
        folder: The folder of the file that names it, symlinks resolved.
        root: The folder that it may not leave, symlinks resolved.

    Raises:
        SpecError: `url`, `outside-root`, `unreadable-file`.
    """
    if re.match(_URL, item.text):
        message = "a URL stands where a file is meant"
        help = "download the file, and name its path"
        expected = "a path under the root"
        raise SpecError(Diagnostic("url", message, item.span, expected=expected, help=help))
    path = resolve(folder / item.text)
    if isinstance(path, str):
        message = f"this is no path that can be read: {path}"
        raise SpecError(Diagnostic("unreadable-file", message, item.span))
    if not path.is_relative_to(root):
        raise SpecError(_outside(item, root))
    return path


def _outside(item: Scalar, root: Path) -> Diagnostic:
    return Diagnostic(
        "outside-root",
        f"`{item.text}` lies outside the root",
        item.span,
        expected=f"a file under `{root.name or root}`",
        help="move the file, or name a wider folder with `--root`",
    )
