"""Sweeps as they are told, made up."""

import math
import random

from msgspec.structs import replace

from wtspec.report.sweep import Searched, SweepGoal, SweepReport, TrialReport

RATE = "train.optimizer.Adam.learning_rate"
OVER = [
    Searched("params.width", choices=[32, 64, 128]),
    Searched(RATE, low=1e-4, high=1e-1, log=True),
    Searched("params.depth", low=1, high=6),
    Searched("params.activation", choices=["relu", "gelu", None]),
]
ACCURACY = SweepGoal("val_accuracy", "max")
STATES = ("finished",) * 12 + ("pruned",) * 5 + ("failed", "lost")


def sweep(trials=40, epochs=12):
    """One goal; some trials are pruned, some failed, the last one runs."""
    draw = random.Random(3)  # noqa: S311 - no secret
    made = [_trial(number, epochs, draw) for number in range(trials - 1)]
    made.append(TrialReport(trials - 1, "running", given(draw), [], run=f"digits-{trials - 1}"))
    done = [one for one in made if one.state == "finished"]
    best = max(done, key=lambda one: one.values[0])
    return SweepReport(
        name="digits",
        folder="runs/digits-sweep-1",
        doc="A classifier of handwritten digits.",
        goals=[ACCURACY],
        over=OVER,
        sampler="tpe",
        pruner="hyperband",
        trials=made,
        best=[best.number],
        importances={RATE: 0.71, "params.width": 0.2, "params.depth": 0.09},
        wanted=trials + 10,
        seconds=3725.0,
        version="0.1.0",
    )  # fmt: skip


def pareto(trials=40):
    """Two goals, with the front of those that no other trial is better than."""
    one = sweep(trials)
    draw = random.Random(4)  # noqa: S311 - no secret
    made = [replace(trial, values=_both(trial, draw)) for trial in one.trials]
    done = [trial for trial in made if trial.state == "finished"]
    front = [trial.number for trial in done if not any(_beats(other, trial) for other in done)]
    goals = [ACCURACY, SweepGoal("seconds_per_step", "min")]
    return replace(one, goals=goals, trials=made, best=front, pruner="none")


def given(draw):
    """Values as a sampler draws them."""
    return {
        "params.width": draw.choice([32, 64, 128]),
        RATE: 10 ** draw.uniform(-4, -1),
        "params.depth": draw.randint(1, 6),
        "params.activation": draw.choice(["relu", "gelu", None]),
    }


def _trial(number, epochs, draw):
    values = given(draw)
    state = "failed" if number == 7 else draw.choice(STATES)
    height = 0.97 - 0.12 * (math.log10(values[RATE]) + 2.5) ** 2
    height += {32: -0.05, 64: 0.0, 128: 0.01}[values["params.width"]] + draw.gauss(0, 0.01)
    many = {"finished": epochs, "pruned": max(1, epochs // 3), "failed": 2, "lost": 3}[state]
    curve = [height - 0.6 * math.exp(-0.5 * at) + draw.gauss(0, 0.01) for at in range(1, many + 1)]
    if state == "failed":
        curve[-1] = None
    return TrialReport(
        number,
        state,
        values,
        [curve[-1]] if state == "finished" else [],
        run=f"digits-{number}",
        epochs=many,
        curve=curve,
        seconds=many * draw.uniform(3, 9),
        fault="diverged-loss: the loss is no number after step 40" if state == "failed" else None,
    )


def _both(trial, draw):
    seconds = 1e-3 * trial.given["params.width"] * trial.given["params.depth"]
    return [*trial.values, seconds * draw.uniform(0.9, 1.3)] if trial.values else []


def _beats(one, other):
    (a, b), (c, d) = one.values, other.values
    return a >= c and b <= d and (a, b) != (c, d)
