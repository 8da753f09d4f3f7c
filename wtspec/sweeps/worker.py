"""Carries out trials one after the other, until none is left."""

from __future__ import annotations

from wtspec.program.sweep.sweep import Sweep
from wtspec.sweeps.carry_out import AtOnce, carry_out
from wtspec.sweeps.events import SweepListener
from wtspec.sweeps.heartbeat import Watcher, beating
from wtspec.sweeps.open_sweep import OpenSweep
from wtspec.sweeps.samplers import make_pruner, make_sampler, sampler_seed
from wtspec.sweeps.storage import telling_of
from wtspec.sweeps.take_trial import take_trial


def work(sweep: OpenSweep, tell: SweepListener, *, number: int = 0, at_once: AtOnce = None) -> None:
    """Carries out trials in this process.

    Args:
        sweep: The sweep; other workers may be at it too.
        tell: Is told how it goes.
        number: Of the worker, from 0.
        at_once: Ends the process at a second signal.

    Raises:
        Interrupted: A signal ended it; the trial that was going on can be taken up again.
        SpecError: `unreachable-storage`, `unwritable`.
    """
    _prepare(sweep, number)
    watcher = Watcher()
    with telling_of(sweep.place), beating(sweep.study) as worker:
        while (taken := take_trial(sweep, worker, watcher)) is not None:
            try:
                carry_out(sweep, taken, tell, at_once)
            finally:
                taken.lock.release()


def _prepare(sweep: OpenSweep, number: int) -> None:
    before = len(sweep.study.get_trials(deepcopy=False))
    asked: Sweep = sweep.sweep
    seed = sampler_seed(asked, sweep.checked.program.settings.seed, number, before)
    sweep.study.sampler = make_sampler(asked, seed)
    sweep.study.pruner = make_pruner(asked)
