"""Carries out one trial: a run of its own, ended early where it does badly."""

from __future__ import annotations

import gc
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.errors import SpecError
from wtspec.errors.visible import visible
from wtspec.runs.read_record import facts_of, metrics_of
from wtspec.stages import Checked
from wtspec.sweeps.events import SweepListener, TrialBegan, TrialEnded, TrialWentOn
from wtspec.sweeps.marks import FAULT, SECONDS, run_name
from wtspec.sweeps.open_sweep import OpenSweep
from wtspec.sweeps.sweep_report import trial_report
from wtspec.sweeps.take_trial import TakenTrial
from wtspec.sweeps.trial_spec import trial_spec

if TYPE_CHECKING:
    from optuna import Trial

    from wtspec.runs.training.stop import Judge
    from wtspec.train.events import EpochEnded

AtOnce = Callable[[int], None] | None
_VALIDATION = "val_"
_LONGEST = 300


class _NoValueError(Exception):
    """A run has no number for a goal."""


def carry_out(
    sweep: OpenSweep, taken: TakenTrial, tell: SweepListener, at_once: AtOnce = None
) -> None:
    """Trains a trial, and tells the study what came of it.

    Args:
        sweep: The sweep.
        taken: The trial, which may have been begun by another worker.
        tell: Is told how it goes.
        at_once: Ends the process at a second signal.

    Raises:
        Interrupted: A signal ended it; the trial can be taken up again.
        SpecError: The storage can't be reached.
    """
    trial = taken.trial
    tell(TrialBegan(trial.number, dict(trial.params), taken.goes_on))
    values, state, fault = _outcome(sweep, trial, tell, at_once)
    from optuna.exceptions import UpdateFinishedTrialError

    try:
        _record(sweep, trial, values, state, fault)
    except (UpdateFinishedTrialError, ValueError):
        return  # another machine took this worker for dead, and gave the values to another trial
    frozen = next(
        one for one in sweep.study.get_trials(deepcopy=False) if one.number == trial.number
    )
    tell(TrialEnded(trial_report(sweep.folder, sweep.facts, frozen)))


def _outcome(
    sweep: OpenSweep, trial: Trial, tell: SweepListener, at_once: AtOnce
) -> tuple[list[float] | None, str, str | None]:
    """Values, the name of Optuna's state, and why it failed."""
    from wtspec.runs.training.stop import Pruned

    folder = sweep.folder / run_name(trial.number)
    try:
        if facts_of(folder).get("status") == "pruned":  # its worker died before it could say so
            return None, "PRUNED", None
        checked = trial_spec(sweep.checked, sweep.facts.over, trial.params, sweep.data_root)
        _train(sweep, folder, checked, _judge(sweep, trial, tell), at_once)
        return _values(sweep, folder), "COMPLETE", None
    except Pruned:
        return None, "PRUNED", None
    except SpecError as error:
        first = error.diagnostics[0]
        return None, "FAIL", f"{first.code}: {first.message}"
    except _NoValueError as error:
        return None, "FAIL", str(error)
    except Exception as error:  # noqa: BLE001 - whatever one trial dies of, the others go on
        return None, "FAIL", f"{type(error).__name__}: {error}"
    finally:
        _free()


def _train(sweep: OpenSweep, folder: Path, checked: Checked, judge: Judge, at_once: AtOnce) -> None:
    """Runs it, or goes on with what is there of it."""
    from wtspec.model import alone
    from wtspec.runs.resume import PREPROCESSING, RESOLVED, resume
    from wtspec.runs.run import run

    root = sweep.data_root
    with alone():
        if all((folder / name).is_file() for name in (RESOLVED, PREPROCESSING)):
            resume(folder, checked, data_root=root, judge=judge, at_once=at_once)
            return
        shutil.rmtree(folder, ignore_errors=True)  # of a worker that died before it could train
        run(checked, folder=folder, data_root=root, judge=judge, at_once=at_once)


def _judge(sweep: OpenSweep, trial: Trial, tell: SweepListener) -> Judge:
    """Reports each epoch to the study, and asks its pruner."""
    goal, several = sweep.facts.goals[0], len(sweep.facts.goals) > 1
    prunes = sweep.sweep.pruner != "none"
    known = {*trial.study.get_trials(deepcopy=False)[trial.number].intermediate_values}

    def judge(event: EpochEnded) -> bool:
        value = event.metrics.get(goal.metric)
        finite = value if value is not None and math.isfinite(value) else None
        tell(TrialWentOn(trial.number, event.epoch, finite))
        if several or value is None:
            return False
        if event.epoch not in known:  # those of a worker that died are there
            trial.report(value, event.epoch)
        return prunes and trial.should_prune()

    return judge


def _values(sweep: OpenSweep, folder: Path) -> list[float]:
    """What a run that is finished came to, a number for each goal: those of its final weights."""
    metrics = metrics_of(folder)
    values: list[float] = []
    for goal in sweep.facts.goals:
        of_validation = goal.metric.startswith(_VALIDATION) and "validation" in metrics
        part = metrics.get("validation" if of_validation else "train", {})
        name = goal.metric.removeprefix(_VALIDATION) if of_validation else goal.metric
        if name not in part:
            message = f"unknown-monitor: the training reports no `{goal.metric}`"
            raise _NoValueError(message)
        if not math.isfinite(part[name]):
            message = f"`{goal.metric}` is no finite number"
            raise _NoValueError(message)
        values.append(part[name])
    return values


def _record(
    sweep: OpenSweep, trial: Trial, values: list[float] | None, state: str, fault: str | None
) -> None:
    from optuna.trial import TrialState

    if fault is not None:
        trial.set_user_attr(FAULT, visible(fault.split("\n")[0])[:_LONGEST])
    wall = facts_of(sweep.folder / run_name(trial.number)).get("wall_seconds")
    if isinstance(wall, int | float):
        trial.set_user_attr(SECONDS, float(wall))
    sweep.study.tell(trial.number, values, state=TrialState[state])


def _free() -> None:
    """Lets go of a trial's model, and of what was compiled for it."""
    import sys

    gc.collect()
    if "jax" in sys.modules:
        import jax

        jax.clear_caches()
        gc.collect()
