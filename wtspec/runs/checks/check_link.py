"""Tells a file of a run from a link that leads out of it."""

from __future__ import annotations

from pathlib import Path

from wtspec.document.root import caller_root
from wtspec.errors import Diagnostic, SpecError


def check_link(file: Path) -> None:
    """Refuses a link by which a run would read, and show, what is not its maker's.

    Links within the caller's root are fine: tools that version large files make them.

    Raises:
        SpecError: `outside-root`.
    """
    target, folder, root = file.resolve(), file.parent.resolve(), caller_root()
    if not target.is_relative_to(folder) and not (root and target.is_relative_to(root)):
        raise SpecError(
            Diagnostic(
                "outside-root",
                f"`{file}` is a link that leads out of the run, to `{target}`",
                expected="a file of the run, or under the root of the working directory",
                help="put the file itself into the run's folder",
            )
        )
