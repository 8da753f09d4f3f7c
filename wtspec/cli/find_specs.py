"""The specs that a folder or a glob stands for."""

from __future__ import annotations

import re
from pathlib import Path

from wtspec.document.files.load import read_start
from wtspec.errors import Diagnostic, SpecError
from wtspec.sources.glob import divide, is_glob, matching_files

_VERSION_LINE = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:\{\s*)?["']?wtspec["']?\s*:""", re.MULTILINE)
"""Also where a file begins with a byte order mark, or is written as JSON."""


def find_specs(pattern: str) -> list[Path]:
    """The specs and libraries in a folder, those of folders in it too, or those that match a glob.

    Other YAML files are no concern of ours: a spec is a file that says which version of the
    language it is written in. Hidden files and folders of a folder are left out, and those of
    runs, whose copies of a spec stand away from what it imports.

    Raises:
        SpecError: `no-specs`, `too-many-files`.
    """
    folder = Path(pattern)
    if folder.is_dir():
        inside = (file for end in ("yaml", "yml") for file in folder.rglob(f"*.{end}"))
        named = [file for file in inside if not _is_hidden(file.relative_to(folder))]
    elif not is_glob(pattern):
        named = [folder]
    else:
        named = matching_files(*divide(folder))
    runs = {parent for parent in {file.parent for file in named} if _is_run(parent)}
    matching = sorted(file for file in named if file.parent not in runs and is_spec(file))
    if not matching:
        message = (
            f"`{pattern}` holds no spec" if folder.is_dir() else f"no spec matches `{pattern}`"
        )
        help = "a spec begins with `wtspec: 1`"
        raise SpecError(Diagnostic("no-specs", message, help=help))
    return matching


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def _is_run(folder: Path) -> bool:
    return (folder / "config.resolved.yaml").exists()


def is_spec(file: Path) -> bool:
    """Whether a file says which version of the language it is written in, or can't be read."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return _VERSION_LINE.search(read_start(opened)) is not None
    except OSError:
        return True
