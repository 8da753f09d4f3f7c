"""Writes the page of a run, and the one that compares several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wtspec.report.page import comparison_page, report_page
from wtspec.runs.checks.check_folder import check_begun
from wtspec.runs.reopen import resolved_spec
from wtspec.runs.reporting import REPORT
from wtspec.runs.reporting.compare import compare
from wtspec.runs.reporting.gather import gather
from wtspec.runs.write import unwritable, write_text
from wtspec.stages import Checked, check


def write_report(folder: Path, checked: Checked, path: Path | None = None) -> Path:
    """Writes the page of a run, as far as that has come.

    Args:
        folder: Of the run.
        checked: Its resolved spec.
        path: Of the page; `report.html` in the folder by default.

    Raises:
        SpecError: `unwritable`.
    """
    return _write(path or folder / REPORT, report_page(gather(folder, checked)))


def report_of(folder: Path, path: Path | None = None) -> Path:
    """The same for a run that was recorded before.

    Raises:
        SpecError: `no-run`, `unfinished-run`, `unwritable`; what is wrong with its files.
    """
    return write_report(folder, _read(folder), path)


def write_comparison(folders: Sequence[Path], path: Path) -> Path:
    """Writes the page that lays runs side by side.

    Args:
        folders: Of the runs, at least two.
        path: Of the page.

    Raises:
        SpecError: What `report_of` raises.
    """
    reports = [gather(folder, _read(folder)) for folder in folders]
    return _write(path, comparison_page(compare(folders, reports)))


def _read(folder: Path) -> Checked:
    check_begun(folder)
    return check(resolved_spec(folder))


def _write(path: Path, page: str) -> Path:
    try:
        write_text(path, page)
    except OSError as error:
        raise unwritable(path, error) from error
    return path
