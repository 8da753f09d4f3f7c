"""Writes the page of a sweep."""

from __future__ import annotations

from pathlib import Path

from wtspec.report.page import sweep_page
from wtspec.report.sweep import SweepReport
from wtspec.runs.reporting import REPORT
from wtspec.runs.write import unwritable, write_text

PAGE = "sweep.html"


def write_page(folder: Path, report: SweepReport) -> Path:
    """Writes the page of a sweep into its folder, as far as that has come.

    Raises:
        SpecError: `unwritable`.
    """
    path = folder / PAGE
    pages = {
        trial.number
        for trial in report.trials
        if trial.run is not None and (folder / trial.run / REPORT).is_file()
    }
    try:
        write_text(path, sweep_page(report, pages))
    except OSError as error:
        raise unwritable(path, error) from error
    return path
