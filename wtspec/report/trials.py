"""Trials of a sweep in the order and the words in which people are told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wtspec.report.quantity import in_short
from wtspec.report.sweep import Chosen, SweepGoal, SweepReport, TrialReport, TrialState

_STATES: tuple[TrialState, ...] = ("finished", "pruned", "running", "failed", "lost")


def ranked(report: SweepReport) -> list[TrialReport]:
    """The best trials, then the other finished ones by the first goal, then what did not finish."""
    best = set(report.best)

    def key(trial: TrialReport) -> tuple[bool, int, float, int]:
        place = _STATES.index(trial.state)
        return (trial.number not in best, place, _distance(trial, report.goals), trial.number)

    return sorted(report.trials, key=key)


def _distance(trial: TrialReport, goals: Sequence[SweepGoal]) -> float:
    """Less of it is better."""
    value = value_of(trial, 0)
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return float("inf")
    return -value if goals and goals[0].mode == "max" else value


def value_of(trial: TrialReport, goal: int) -> float | None:
    """What a trial came to for a goal; of one that was pruned, what it had come to by then."""
    value = trial.values[goal] if goal < len(trial.values) else None
    if value is not None or goal > 0 or trial.state != "pruned":
        return value
    return trial.curve[-1] if trial.curve else None


def value_text(trial: TrialReport, goal: int) -> str:
    """The same as text."""
    value = value_of(trial, goal)
    if value is not None:
        return in_short(value)
    return "not finite" if trial.state == "finished" else ""


def chosen_text(value: Chosen) -> str:
    """A value that a trial was given, as a spec has it, numbers to five digits."""
    if isinstance(value, bool) or value is None:
        return {None: "null", True: "true", False: "false"}[value]
    return in_short(value) if isinstance(value, float) else str(value)


def given_text(trial: TrialReport, path: str) -> str:
    """What a trial was given for a path."""
    return chosen_text(trial.given[path]) if path in trial.given else ""


def how_many(report: SweepReport) -> str:
    """How many trials have ended, of those that are wanted: `35 of 50 trials`."""
    ended = sum(trial.state not in ("running", "lost") for trial in report.trials)
    if report.wanted is not None:
        return f"{ended:,} of {report.wanted:,} trials"
    return f"{ended:,} trial{'' if ended == 1 else 's'}"


def states_in_words(report: SweepReport) -> list[str]:
    """How many trials ended how: `24 finished`, `9 pruned`."""
    counts = Counter(trial.state for trial in report.trials)
    return [f"{counts[state]:,} {state}" for state in _STATES if counts[state]]


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """The ends of paths, as far as they tell them apart: `learning_rate`."""
    return {path: _short_name(path, paths) for path in paths}


def _short_name(path: str, paths: Sequence[str]) -> str:
    for parts in range(1, path.count(".") + 1):
        end = _end(path, parts)
        if all(other == path or _end(other, parts) != end for other in paths):
            return end
    return path


def _end(path: str, parts: int) -> str:
    return ".".join(path.split(".")[-parts:])
