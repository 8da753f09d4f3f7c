"""Chooses what a worker does next: a trial whose worker died, else a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.resolve.sweep.try_values import highest
from wtspec.sweeps.claims import claim, turn, was_claimed
from wtspec.sweeps.heartbeat import Watcher
from wtspec.sweeps.marks import BY, FAULT, OUT, TRIES, counts
from wtspec.sweeps.open_sweep import OpenSweep
from wtspec.sweeps.samplers import wanted_trials
from wtspec.sweeps.sweep_file import DATABASE
from wtspec.sweeps.worked import worked_seconds

if TYPE_CHECKING:
    from filelock import FileLock
    from optuna import Trial
    from optuna.trial import FrozenTrial

MOST_TRIES = 3
"""Of a trial whose worker dies each time: it may be what kills it."""


@dataclass(frozen=True, slots=True)
class TakenTrial:
    """A trial that a worker carries out.

    Attributes:
        trial: With all its values chosen.
        lock: Held until it is over.
        goes_on: Whether another worker began it.
    """

    trial: Trial
    lock: FileLock
    goes_on: bool = False


def take_trial(sweep: OpenSweep, worker: str, watcher: Watcher) -> TakenTrial | None:
    """The next trial; None where nothing is left to do.

    Args:
        sweep: The sweep.
        worker: The name of who takes it.
        watcher: Has looked at other workers before.

    Raises:
        SpecError: `unwritable`.
    """
    with turn(sweep.folder):
        taken = _take_up(sweep, worker, watcher)
        while taken is None and not _is_over(sweep):
            taken = _begin(sweep, worker)
        return taken


def _take_up(sweep: OpenSweep, worker: str, watcher: Watcher) -> TakenTrial | None:
    """A trial that nobody carries out any more."""
    for one in _running(sweep):
        if not was_claimed(sweep.folder, one.number) and not _was_left_at_once(sweep, one):
            _give_up_if_dead(sweep, one, watcher)
            continue
        lock = claim(sweep.folder, one.number)
        if lock is None:
            continue
        tries = int(one.user_attrs.get(TRIES, 1)) + 1
        trial = _trial(sweep, one)
        if tries > MOST_TRIES:
            trial.set_user_attr(FAULT, f"its worker died {MOST_TRIES} times")
            _fail(sweep, one.number)
            lock.release()
            continue
        trial.set_user_attr(TRIES, tries)
        trial.set_user_attr(BY, worker)
        return TakenTrial(trial, lock, goes_on=True)
    return None


def _was_left_at_once(sweep: OpenSweep, trial: FrozenTrial) -> bool:
    """Whether a worker of this folder died between beginning a trial and claiming it."""
    return sweep.facts.storage == DATABASE and BY not in trial.user_attrs


def _begin(sweep: OpenSweep, worker: str) -> TakenTrial | None:
    """A new trial; None where another machine has begun the last one in the same moment."""
    trial = sweep.study.ask()
    lock = claim(sweep.folder, trial.number)
    if lock is None:
        message = f"trial {trial.number} is new, and has a worker"
        raise LookupError(message)
    trial.set_user_attr(BY, worker)
    if _is_surplus(sweep, trial.number):
        trial.set_user_attr(OUT, "surplus")
        _fail(sweep, trial.number)
        lock.release()
        return None
    _choose(sweep, trial)
    return TakenTrial(trial, lock)


def _trial(sweep: OpenSweep, frozen: FrozenTrial) -> Trial:
    """A trial of another worker, with its values; those that it lacks yet are chosen now."""
    from optuna.trial import Trial

    trial = Trial(sweep.study, frozen._trial_id)  # noqa: SLF001 - Optuna has no other way to go on
    _choose(sweep, trial)
    return trial


def _choose(sweep: OpenSweep, trial: Trial) -> None:
    for one in sweep.sweep.over:
        if one.choices is not None:
            trial.suggest_categorical(one.path, one.choices)
        elif one.whole:
            step = 1 if one.step is None else int(one.step)
            trial.suggest_int(one.path, int(one.low), int(highest(one)), step=step, log=one.log)
        else:
            low, high = float(one.low), float(highest(one))
            trial.suggest_float(one.path, low, high, step=one.step, log=one.log)


def _give_up_if_dead(sweep: OpenSweep, trial: FrozenTrial, watcher: Watcher) -> None:
    """Gives the values of a trial to another one, where its worker on another machine is dead.

    Of two workers that find it so only one can end the trial, and gives its values on.
    """
    worker = str(trial.user_attrs.get(BY, ""))
    if not watcher.is_dead(sweep.study.user_attrs, worker):
        return
    try:
        _trial(sweep, trial).set_user_attr(OUT, "lost")
        _fail(sweep, trial.number)
    except (ValueError, RuntimeError):  # it has ended, by its own worker or by another one's word
        return
    if trial.params:
        sweep.study.enqueue_trial(trial.params)


def _fail(sweep: OpenSweep, number: int) -> None:
    from optuna.trial import TrialState

    sweep.study.tell(number, state=TrialState.FAIL)


def _running(sweep: OpenSweep) -> list[FrozenTrial]:
    trials = sweep.study.get_trials(deepcopy=False)
    return [one for one in trials if one.state.name == "RUNNING" and counts(one)]


def _is_over(sweep: OpenSweep) -> bool:
    """Whether no trial is to be begun any more."""
    wanted, hours = wanted_trials(sweep.sweep), sweep.sweep.hours
    if hours is not None and worked_seconds(sweep.study) >= hours * 3600:
        return True
    if wanted is None:
        return False
    trials = sweep.study.get_trials(deepcopy=False)
    begun = sum(counts(one) and one.state.name != "WAITING" for one in trials)
    return begun >= wanted


def _is_surplus(sweep: OpenSweep, number: int) -> bool:
    wanted = wanted_trials(sweep.sweep)
    trials = sweep.study.get_trials(deepcopy=False)
    before = sum(counts(one) and one.number < number for one in trials)
    return wanted is not None and before >= wanted
