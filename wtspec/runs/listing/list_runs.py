"""The list of all runs below a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from wtspec.errors import Diagnostic, SpecError, did_you_mean
from wtspec.runs.listing.find_runs import find_runs
from wtspec.runs.listing.summary import RunSummary, summarize


class Listing(NamedTuple):
    """The runs below a folder.

    Attributes:
        runs: In the order of their paths.
        unreadable: Folders in which there may be more.
    """

    runs: list[RunSummary]
    unreadable: list[Path]


def list_runs(top: Path) -> Listing:
    """Summarizes all runs below a folder; those of which files are broken too.

    Args:
        top: A folder of runs, that of one spec's, or a single run.

    Raises:
        SpecError: `no-run`, where there is no such folder.
    """
    try:
        is_folder, is_file = top.is_dir(), top.is_file()
    except (OSError, ValueError) as error:
        raise SpecError(Diagnostic("no-run", f"`{top}` is no path: {error}")) from error
    if is_file:
        raise SpecError(Diagnostic("no-run", f"`{top}` is a file, and runs are folders"))
    if not is_folder:
        raise SpecError(Diagnostic("no-run", f"there is no folder `{top}`", help=_instead(top)))
    found = find_runs(top)
    return Listing([summarize(folder) for folder in found.runs], found.unreadable)


def _instead(top: Path) -> str | None:
    """What to do where there is no such folder."""
    if top == Path("runs"):
        return "`wtspec run FILE` makes it"
    try:
        return did_you_mean(top.name, [one.name for one in top.parent.iterdir() if one.is_dir()])
    except OSError:
        return None
