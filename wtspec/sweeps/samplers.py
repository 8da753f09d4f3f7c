"""Optuna's samplers and pruners by the names that a spec gives them."""

from __future__ import annotations

import hashlib
import warnings
from typing import TYPE_CHECKING

from wtspec.program.sweep.sweep import Over, Sweep
from wtspec.resolve.sweep.try_values import highest

if TYPE_CHECKING:
    from optuna.pruners import BasePruner
    from optuna.samplers import BaseSampler

_SHARED = ("grid", "qmc")
"""Samplers of which all workers must have the same sequence, and take from it in turns."""


def sampler_seed(sweep: Sweep, seed: int, worker: int, before: int) -> int:
    """What a worker's choices follow from.

    Those of the first worker of a new sweep follow from the seed itself, as they would with Optuna
    alone. Who comes later, or goes on, has a seed of its own: with the same one it would choose
    what was chosen already.

    Args:
        sweep: What is chosen.
        seed: Of the spec's runtime.
        worker: Its number, from 0.
        before: How many trials there are already.
    """
    if sweep.sampler in _SHARED or (worker == 0 and before == 0):
        return seed % 2**32
    digest = hashlib.sha256(f"{seed} {worker} {before}".encode()).digest()
    return int.from_bytes(digest[:4])


def make_sampler(sweep: Sweep, seed: int) -> BaseSampler:
    """The sampler of a worker."""
    from optuna import samplers

    match sweep.sampler:
        case "random":
            return samplers.RandomSampler(seed=seed)
        case "grid":
            from wtspec.sweeps.grid import WholeGrid

            return WholeGrid({one.path: points(one) for one in sweep.over}, seed=seed)
        case "cmaes":
            return samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False)
        case "qmc":
            with warnings.catch_warnings(action="ignore"):  # Optuna calls it experimental
                return samplers.QMCSampler(seed=seed, warn_independent_sampling=False)
        case _:
            return samplers.TPESampler(seed=seed)


def make_pruner(sweep: Sweep) -> BasePruner:
    """The pruner, with what Optuna has by default."""
    from optuna import pruners

    match sweep.pruner:
        case "median":
            return pruners.MedianPruner()
        case "hyperband":
            return pruners.HyperbandPruner()
        case _:
            return pruners.NopPruner()


def points(over: Over) -> list:
    """All values of a path, for a grid."""
    if over.choices is not None:
        return [*over.choices]
    step = 1 if over.step is None else over.step
    high = highest(over)
    count = round((high - over.low) / step) + 1
    values = [over.low + at * step for at in range(count)]
    return [int(one) if over.whole else min(float(one), float(high)) for one in values]


def wanted_trials(sweep: Sweep) -> int | None:
    """How many trials there are to be: no more than a grid has points."""
    if sweep.sampler != "grid":
        return sweep.trials
    size = 1
    for one in sweep.over:
        size *= len(points(one))
    return size if sweep.trials is None else min(size, sweep.trials)
