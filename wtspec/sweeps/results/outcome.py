"""What a sweep leaves beside its trials: its page, and the best of them as a spec."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from wtspec.document import Document
from wtspec.document.root import caller_root
from wtspec.errors.render.html import never_raising
from wtspec.report.sweep import SweepReport, TrialReport
from wtspec.report.sweep_html import sweep_html
from wtspec.stages import check_file
from wtspec.sweeps.crew import STORAGE
from wtspec.sweeps.results.best_spec import write_best_specs
from wtspec.sweeps.results.swept_file import recall
from wtspec.sweeps.results.write_page import write_page
from wtspec.sweeps.sweep_file import SPEC, SweepFile, read_sweep_file
from wtspec.sweeps.sweep_report import sweep_report
from wtspec.sweeps.trial_spec import given_document


@dataclass(frozen=True, slots=True)
class SweepOutcome:
    """Files in a sweep's folder.

    Attributes:
        report: What they tell of.
        page: For people.
        best_specs: The best trials, in the order of the report.
    """

    report: SweepReport
    page: Path
    best_specs: list[Path]

    def _repr_html_(self) -> str:
        """What a notebook shows of it."""
        return never_raising(_as_html)(self)


def write_outcome(
    folder: Path,
    facts: SweepFile,
    report: SweepReport,
    data_root: Path | None,
    page: Path | None = None,
) -> SweepOutcome:
    """Writes them, as far as the sweep has come.

    Args:
        folder: Of the sweep.
        facts: What the folder says of it.
        report: What came of its trials.
        data_root: No data file may lie outside it; the folder by default.
        page: Where the page is to be; in the folder by default.

    Raises:
        SpecError: `unwritable`; what is wrong with the sweep's own copy of its spec.
    """
    written = write_page(folder, report, page)
    best = [trial for trial in report.trials if trial.number in report.best]
    if not best:
        return SweepOutcome(report, written, [])
    own = check_file(folder / SPEC, (), folder, data_root)
    swept = own if facts.swept is None else recall(facts.swept, folder, own, data_root) or own

    def give(document: Document, trial: TrialReport) -> Document:
        return given_document(document, facts.over, trial.given)

    return SweepOutcome(
        report, written, write_best_specs(folder, report, swept.spec.document, give)
    )


def outcome_of(folder: Path, page: Path | None = None) -> SweepOutcome:
    """The same for a sweep by its folder; its workers may go on meanwhile.

    Raises:
        SpecError: `no-sweep`, `not-installed`, `storage-needed`, `unreachable-storage`, and what
            `write_outcome` raises.
    """
    report = sweep_report(folder, os.environ.get(STORAGE))
    root = caller_root() or folder.resolve()
    return write_outcome(folder, read_sweep_file(folder), report, root, page)


def _as_html(outcome: SweepOutcome) -> str:
    return sweep_html(outcome.report, outcome.page.as_posix())
