"""The page of a sweep."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from wtspec.report.page.page import page
from wtspec.report.quantity import rounded
from wtspec.report.sweep import SweepReport, TrialReport

_MOST_POINTS = 200_000
"""Of all curves together: a page of more is slow to open, and shows no more."""


class _ShownSweep(Struct, frozen=True):
    """What the script is given.

    Attributes:
        sweep: Its curves hold the first epoch and every `stride`-th after it, and the last one.
        stride: From one point of a curve to the next, in epochs.
        pages: The numbers of the trials that have a page of their own.
    """

    sweep: SweepReport
    stride: int
    pages: list[int]


def sweep_page(report: SweepReport, pages: Collection[int] = ()) -> str:
    """The page of a sweep, one HTML file that needs nothing else.

    Args:
        report: The sweep, as far as it has come.
        pages: The trials, by number, whose folders have a `report.html`, to which it links.
    """
    points = sum(len(trial.curve) for trial in report.trials)
    stride = max(1, -(-points // _MOST_POINTS))
    trials = [_thinned(trial, stride) for trial in report.trials]
    shown = _ShownSweep(replace(report, trials=trials), stride, sorted(pages))
    return page(f"{report.name} · {report.folder}", shown)


def _thinned(trial: TrialReport, stride: int) -> TrialReport:
    curve = [rounded(value) for value in trial.curve]
    if len(curve) > 1:
        curve = [*curve[:-1:stride], curve[-1]]
    return replace(trial, curve=curve)
