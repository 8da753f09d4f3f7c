"""Rules of `sweep` that its keys' types do not say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from wtspec.errors import one_of
from wtspec.spec.faults.place import Place, in_words
from wtspec.spec.sweep import MOST_POINTS, GoalSpec, RangeSpec, SweepSpec


def check_sweep(sweep: SweepSpec, place: Place) -> None:
    """Notes what is wrong with a sweep whose keys all have the right type.

    Codes: `missing-key`, `two-lengths`, `sweep-goal`, `several-goals`, `sweep-range`,
    `duplicate-choice`, `endless-grid`.
    """
    _check_length(sweep, place)
    _check_goals(sweep, place)
    sound = True
    for path, values in sweep.over.items():
        here = place.at("over", path)
        if isinstance(values, RangeSpec):
            sound = _check_range(values, here) and sound
        else:
            _check_choices(values, here)
    if sweep.sampler == "grid" and sound:
        _check_grid(sweep, place)


def _check_length(sweep: SweepSpec, place: Place) -> None:
    if sweep.trials is not None and sweep.hours is not None:
        place.at("hours").error(
            "two-lengths",
            "`sweep` has both `trials` and `hours`",
            on_key=True,
            help="remove one of them",
            related=(place.at("trials").related("`trials` is here"),),
        )
    elif sweep.trials is None and sweep.hours is None and sweep.sampler != "grid":
        message = "`sweep` has neither `trials` nor `hours`"
        place.error("missing-key", message, on_key=True, help="add `trials: 50`")


def _check_goals(sweep: SweepSpec, place: Place) -> None:
    at = place.at("goal")
    several = isinstance(sweep.goal, list)
    given = sweep.goal if isinstance(sweep.goal, list) else [sweep.goal]
    goals = [(goal, at.at(index) if several else at) for index, goal in enumerate(given)]
    seen: dict[str, Place] = {}
    for goal, here in goals:
        metric = _metric(goal, here)
        if metric in seen:
            here.error(
                "sweep-goal",
                f"`{metric}` is a goal twice",
                help="remove one of them",
                related=(seen[metric].related("the first"),),
            )
        elif metric is not None:
            seen[metric] = here
    if len(goals) > 1:
        _check_several(sweep, place)


def _metric(goal: GoalSpec, place: Place) -> str | None:
    given = [key for key in GoalSpec.model_fields if getattr(goal, key) is not None]
    if len(given) == 1:
        return cast("str", getattr(goal, given[0]))
    had = "both" if given else "neither"
    place.error(
        "sweep-goal",
        f"a goal is to `maximize` a metric or to `minimize` one, and here is {had}",
        expected=one_of(GoalSpec.model_fields),
        help="write two goals as a list" if given else "such as `{maximize: val_accuracy}`",
    )
    return None


def _check_several(sweep: SweepSpec, place: Place) -> None:
    """Optuna prunes by one number alone, and CMA-ES is made for one."""
    for key, value, others in (
        ("pruner", sweep.pruner, ("none",)),
        ("sampler", sweep.sampler, ("tpe", "random", "grid", "qmc")),
    ):
        if value not in others:
            place.at(key).error(
                "several-goals",
                f"`{value}` can't weigh several goals against each other",
                expected=one_of(others),
                related=(place.at("goal").related("the goals"),),
            )


def _check_range(values: RangeSpec, place: Place) -> bool:
    """Whether there are values in a range, and Optuna takes it."""
    low, high, step = values.low, values.high, values.step
    if low >= high:
        message = f"there is nothing from {low} to {high}"
        place.at("high").error("sweep-range", message, expected=f"more than {low}, which is `low`")
    elif values.log and low <= 0:
        message = f"a logarithmic scale has no {low}"
        place.at("low").error("sweep-range", message, expected="more than 0")
    elif values.log and step is not None:
        message = "a logarithmic scale has no steps of one size"
        help = "remove `log` or `step`"
        place.at("step").error("sweep-range", message, on_key=True, help=help)
    elif step is not None and not 0 < step <= high - low:
        expected = f"more than 0, and at most {high - low}, from `low` to `high`"
        message = f"no step of {step} leads from {low} to {high}"
        place.at("step").error("sweep-range", message, expected=expected)
    else:
        return True
    return False


def _check_choices(values: Sequence[object], place: Place) -> None:
    seen: list[tuple[object, Place]] = []
    for index, value in enumerate(values):
        here = place.at(index)
        first = next((other for known, other in seen if known == value), None)
        if first is not None:
            here.error(
                "duplicate-choice",
                f"{in_words(here.node)} is the same choice as {in_words(first.node)}",
                help="remove one of them",
                related=(first.related("the first"),),
            )
        seen.append((value, here))


def _check_grid(sweep: SweepSpec, place: Place) -> None:
    points = 1
    for path, values in sweep.over.items():
        if not isinstance(values, RangeSpec):
            points *= len(values)
            continue
        whole = isinstance(values.low, int) and isinstance(values.high, int)
        if values.step is None and (values.log or not whole):
            place.at("over", path).error(
                "endless-grid",
                f"a grid can't have every number from {values.low} to {values.high}",
                expected="a list of choices, or a `step`",
                related=(place.at("sampler").related("the grid is asked for here"),),
            )
            return
        points *= math.floor((values.high - values.low) / (values.step or 1) + 1e-9) + 1
    if points > MOST_POINTS:
        place.at("over").error(
            "endless-grid",
            f"the grid has {points:,} points",
            on_key=True,
            expected=f"at most {MOST_POINTS:,}",
            help="other samplers choose among them: `sampler: qmc`",
        )
