"""Pages of what runs were: the data, and the script that shows it."""

from __future__ import annotations

import msgspec

from wtspec.report.bundled import read_bundled
from wtspec.report.comparison import RunComparison
from wtspec.report.report import RunReport
from wtspec.report.shell import shell


def report_page(report: RunReport) -> str:
    """The page of a run, one HTML file that needs nothing else."""
    return page(f"{report.name} · {report.label}", report)


def comparison_page(comparison: RunComparison) -> str:
    """The page that lays runs beside each other."""
    labels = ", ".join(run.label for run in comparison.runs)
    return page(f"Comparison: {labels}", comparison)


def page(title: str, shown: msgspec.Struct) -> str:
    """The page that the script makes of what is shown, whose fields tell it what that is."""
    data = msgspec.json.encode(shown).decode()
    return shell(title, read_bundled("page.js"), read_bundled("page.css"), data)
