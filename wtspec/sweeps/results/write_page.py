"""Writes the page of a sweep, also while its trials go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wtspec.errors import SpecError
from wtspec.report.page import sweep_page
from wtspec.report.sweep import SweepReport
from wtspec.runs.reporting import REPORT
from wtspec.runs.write import unwritable, write_text
from wtspec.sweeps.events import SweepEvent, SweepListener, TrialEnded

PAGE = "sweep.html"

_FEWEST_SECONDS = 10.0
_TIMES_LONGER = 20
"""So much longer than it takes to write the page is it left as it is."""


def write_page(folder: Path, report: SweepReport, path: Path | None = None) -> Path:
    """Writes the page of a sweep, as far as that has come.

    Args:
        folder: Of the sweep.
        report: What came of it.
        path: Of the page; `sweep.html` in the folder by default. Elsewhere it has no links to the
            trials' own.

    Raises:
        SpecError: `unwritable`.
    """
    pages = (
        set()
        if path is not None
        else {
            trial.number
            for trial in report.trials
            if trial.run is not None and (folder / trial.run / REPORT).is_file()
        }
    )
    path = path or folder / PAGE
    try:
        write_text(path, sweep_page(report, pages))
    except OSError as error:
        raise unwritable(path, error) from error
    return path


@contextmanager
def keeping_page(folder: Path, now: Callable[[], SweepReport]) -> Iterator[SweepListener]:
    """A listener that writes the page as trials end; it is written too where they are broken off.

    That it can't be written ends no sweep.

    Args:
        folder: Of the sweep.
        now: Tells what has come of it.
    """
    next_time = 0.0

    def write() -> None:
        with suppress(SpecError):
            write_page(folder, now())

    def listen(event: SweepEvent) -> None:
        nonlocal next_time
        began = time.monotonic()
        if isinstance(event, TrialEnded) and began >= next_time:
            write()
            took = time.monotonic() - began
            next_time = time.monotonic() + max(_FEWEST_SECONDS, _TIMES_LONGER * took)

    try:
        yield listen
    except BaseException:
        write()
        raise
