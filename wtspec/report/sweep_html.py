"""A sweep as notebooks show it."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.errors.render.html import folded, heading, link, paragraph, table
from wtspec.report.quantity import in_time
from wtspec.report.sweep import SweepReport, TrialReport
from wtspec.report.trials import (
    given_text,
    how_many,
    ranked,
    short_names,
    states_in_words,
    value_text,
)


def sweep_html(report: SweepReport, page: str | None = None) -> str:
    """How far it has come, the best trials, what matters, and all trials in a fold.

    Args:
        report: The sweep.
        page: The path of its page from the notebook's folder, if it has one.
    """
    best = [trial for trial in ranked(report) if trial.number in report.best]
    note = f"{how_many(report)}; {', '.join(states_in_words(report))}; {in_time(report.seconds)}"
    parts = [heading("Sweep", report.name, note)]
    if best:
        title = "The best trial" if len(report.goals) == 1 else "The Pareto front"
        parts.append(folded(title, _trials(report, best), is_open=True))
    if report.importances:
        shares = (f"{path} {share:.0%}" for path, share in report.importances.items())
        parts.append(paragraph(f"What matters most: {', '.join(shares)}"))
    if report.trials:
        parts.append(folded("Trials", _trials(report, ranked(report)), "the best ones first"))
    if page is not None:
        parts.append(link(page, "The page of the sweep"))
    return "".join(parts)


def _trials(report: SweepReport, trials: Iterable[TrialReport]) -> str:
    names = short_names([one.path for one in report.over])
    goals = [goal.metric for goal in report.goals]
    rows = [
        (
            str(trial.number),
            trial.state,
            *(value_text(trial, at) for at in range(len(goals))),
            *(given_text(trial, path) for path in names),
            "" if trial.seconds is None else in_time(trial.seconds),
        )
        for trial in trials
    ]
    head = ("trial", "state", *goals, *names.values(), "took")
    return table(head, rows, right=(0, *range(2, len(head))))
