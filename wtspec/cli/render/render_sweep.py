"""What a sweep came to, as text for people and as JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from wtspec.cli.render.fold import INDENT, fold
from wtspec.errors.render import json_text
from wtspec.errors.visible import columns, visible
from wtspec.report.quantity import in_time
from wtspec.report.sweep import SweepReport, TrialReport
from wtspec.report.tables import align, cut
from wtspec.report.trials import (
    chosen_text,
    given_text,
    how_many,
    ranked,
    short_names,
    states_in_words,
    value_text,
)

_MOST_TRIALS = 10
_MOST_FAULTS = 3
_LONGEST = 24
"""Columns of a name or a value in the table."""


def sweep_as_text(
    report: SweepReport,
    width: int | None = None,
    *,
    page: Path | None = None,
    best_specs: Sequence[Path] = (),
) -> str:
    """The best trials, how the others ended, what matters, and where more is told.

    Args:
        report: The sweep, as far as it has come.
        width: Of the terminal; None where lines may be of any length.
        page: Where `sweep.html` is.
        best_specs: Where the best trials are written as specs.
    """
    head = [
        f"{visible(report.name)}: {how_many(report)}",
        *states_in_words(report),
        in_time(report.seconds),
    ]
    found = {"page": [page] if page is not None else [], "best spec": best_specs[:_MOST_TRIALS]}
    return "\n".join(
        [
            *fold(head, width),
            *_faults(report, width),
            *_table(report, width),
            *_best(report, width),
            *_importances(report, width),
            *(f"{name}: {visible(str(path))}" for name, paths in found.items() for path in paths),
        ]
    )


def sweep_as_json(
    report: SweepReport, *, page: Path | None = None, best_specs: Sequence[Path] = ()
) -> str:
    """All that is known of a sweep; what is no finite number is null."""
    told = msgspec.json.decode(msgspec.json.encode(report))
    paths = [str(path) for path in best_specs]
    return json_text({**told, "page": None if page is None else str(page), "best_specs": paths})


def _faults(report: SweepReport, width: int | None) -> Iterator[str]:
    """Why trials failed, each reason once."""
    told = Counter(trial.fault for trial in report.trials if trial.fault)
    for fault, many in told.most_common(_MOST_FAULTS):
        line = f"{INDENT}{many:,} failed: {visible(fault or '')}"
        yield line if width is None else cut(line, width)


def _table(report: SweepReport, width: int | None) -> list[str]:
    """The best trials, with as many of their values as there is room for: what matters most."""
    trials = [trial for trial in ranked(report) if trial.state == "finished"][:_MOST_TRIALS]
    if not trials:
        return ["no trial has finished"]
    paths = [one.path for one in report.over]
    shown = sorted(paths, key=lambda path: -report.importances.get(path, 0.0))
    lines, in_short = _rows(report, trials, paths), False
    while width is not None and max(map(columns, lines)) > width and shown:
        shown, in_short = (shown[:-1] if in_short else shown), True
        lines = _rows(report, trials, [path for path in paths if path in shown], in_short=True)
    more = len(paths) - len(shown)
    left_out = [f"{INDENT}and {more} more value{'' if more == 1 else 's'}"] if more else []
    return ["", *lines, *left_out, ""]


def _rows(
    report: SweepReport,
    trials: Sequence[TrialReport],
    paths: Sequence[str],
    *,
    in_short: bool = False,
) -> list[str]:
    """A line a trial; in short without what it took."""
    names = short_names([one.path for one in report.over])
    goals = range(len(report.goals))
    head = [
        "trial",
        *(cut(visible(goal.metric), _LONGEST) for goal in report.goals),
        *(cut(visible(names[path]), _LONGEST) for path in paths),
        *(() if in_short else ("epochs", "took")),
    ]
    rows = [
        [
            f"{trial.number}{'*' if trial.number in report.best else ''}",
            *(value_text(trial, at) for at in goals),
            *(cut(visible(given_text(trial, path)), _LONGEST) for path in paths),
            *(() if in_short else (str(trial.epochs or ""), _took(trial))),
        ]
        for trial in trials
    ]
    return align([head, *rows], right=range(1, len(head))).split("\n")


def _took(trial: TrialReport) -> str:
    return "" if trial.seconds is None else in_time(trial.seconds)


def _best(report: SweepReport, width: int | None) -> list[str]:
    best = [trial for trial in report.trials if trial.number in report.best]
    if len(report.goals) > 1:
        numbers = [str(trial.number) for trial in best[:_MOST_TRIALS]]
        more = f"and {len(best) - _MOST_TRIALS} more" if len(best) > _MOST_TRIALS else ""
        return fold(["on the Pareto front*:", *numbers, more], width) if best else []
    if not best:
        return []
    goal = report.goals[0]
    rows = [(f"{INDENT}{path}", chosen_text(value)) for path, value in best[0].given.items()]
    said = f"best*: trial {best[0].number}, {visible(goal.metric)} {value_text(best[0], 0)}"
    return [said, *(align(rows, width=width, cuts=(0, 1)).split("\n") if rows else [])]


def _importances(report: SweepReport, width: int | None) -> list[str]:
    names = short_names([one.path for one in report.over])
    shares = [
        f"{visible(names.get(path, path))} {share:.0%}"
        for path, share in sorted(report.importances.items(), key=lambda one: -one[1])
    ]
    return fold(["importances:", *shares], width) if shares else []
