"""Has the trials of a sweep carried out, and leaves what came of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from wtspec.report.sweep import SweepReport, TrialReport
from wtspec.sweeps.events import SweepEvent, SweepListener
from wtspec.sweeps.open_sweep import OpenSweep
from wtspec.sweeps.results.outcome import SweepOutcome, write_outcome
from wtspec.sweeps.results.write_page import keeping_page
from wtspec.sweeps.sweep_file import SweepFile
from wtspec.sweeps.sweep_report import report_of

Telling = Callable[[SweepFile, list[TrialReport]], AbstractContextManager[SweepListener]]
"""Makes what tells people how a sweep goes, of what is known of it and the trials so far."""


def work_out(
    opened: OpenSweep, work: Callable[[SweepListener], None], telling: Telling | None
) -> SweepOutcome:
    """Lets `work` carry out trials, keeps the page beside them, and writes what they came to.

    Args:
        opened: The sweep.
        work: Is given a listener; what it raises goes through.
        telling: Makes another listener, for people; None where nobody looks.
    """

    def now() -> SweepReport:
        return report_of(opened.folder, opened.facts, opened.study)

    told = nullcontext(_say_nothing) if telling is None else telling(opened.facts, now().trials)
    with keeping_page(opened.folder, now) as page, told as lines:

        def tell(event: SweepEvent) -> None:
            lines(event)
            page(event)

        work(tell)
    return write_outcome(opened.folder, opened.facts, now(), opened.data_root)


def _say_nothing(event: SweepEvent) -> None:
    del event
