"""The folder that nothing may leave, and paths within it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct

from wtspec.document.node import Scalar
from wtspec.errors import Diagnostic, Span, SpecError

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


def caller_root() -> Path | None:
    """The root of whoever calls: the one that a file in the working directory would have.

    None where that is the whole file system, or where the directory is gone.
    """
    try:
        folder = Path.cwd()
    except OSError:
        return None
    root = find_root(folder / "_")
    return root if root.name else None


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
    if "\0" in str(path):
        return "it holds a NUL"
    try:
        return Path(os.path.realpath(path))  # not `resolve`: Pythons differ in links to themselves
    except OSError as error:
        return error.strerror or str(error)
    except ValueError as error:
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
    check_within(path, root, NamedFile(item.text, folder / item.text, item.span))
    return path


class NamedFile(Struct, frozen=True):
    """A file, as it is named.

    Attributes:
        text: What is written.
        path: What that leads to, symlinks as they are.
        span: Where it is written.
    """

    text: str
    path: Path
    span: Span | None


def check_within(path: Path, root: Path, named: NamedFile, option: str = "--root") -> None:
    """Refuses a file outside of a root.

    Args:
        path: The file, symlinks resolved.
        root: A folder, symlinks resolved.
        named: How a user, or a spec, names the file.
        option: What names another root.

    Raises:
        SpecError: `outside-root`.
    """
    if path.is_relative_to(root):
        return
    what = "the data root" if option == "--data-root" else "the root"
    message = f"`{named.text}` lies outside {what}"
    if Path(os.path.normpath(named.path.absolute())).is_relative_to(root):
        message = f"`{named.text}` is a link that leads out of {what}, to `{path}`"
    raise SpecError(
        Diagnostic(
            "outside-root",
            message,
            named.span,
            expected=f"a file under `{root.name or root}`",
            help=f"move the file, or name a wider folder with `{option}`",
        )
    )
