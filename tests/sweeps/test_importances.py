"""What matters most in a sweep is found in a few trials."""

import math

import pytest

from wtspec.sweeps.results.importances import importances_of

optuna = pytest.importorskip("optuna")


@pytest.fixture(autouse=True)
def silent():
    """Optuna logs each trial otherwise."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)


def study_of(trials, judge, **directions):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1), **directions)
    study.optimize(lambda trial: judge(*chosen(trial)), n_trials=trials)
    return study


def chosen(trial):
    return (
        trial.suggest_float("rate", 1e-4, 1e-1, log=True),
        trial.suggest_categorical("params.width", [32, 64, None]),
        trial.suggest_int("params.depth", 1, 6),
    )


def peak(rate, width, depth):
    del width, depth
    return -((math.log10(rate) + 2.5) ** 2)


@pytest.mark.parametrize("trials", [12, 60])
def test_what_alone_matters_comes_first_and_shares_sum_up_to_one(trials):
    for sign, direction in ((1, "maximize"), (-1, "minimize")):
        study = study_of(trials, lambda *one, sign=sign: sign * peak(*one), direction=direction)
        found = importances_of(study)
        assert next(iter(found)) == "rate"
        assert found["rate"] > 0.5
        assert sum(found.values()) == pytest.approx(1.0)
        assert set(found) == {"rate", "params.width", "params.depth"}


def test_of_several_goals_the_first_counts():
    study = study_of(
        60,
        lambda rate, width, depth: (float(depth), peak(rate, width, depth)),
        directions=["maximize", "minimize"],
    )
    assert next(iter(importances_of(study))) == "params.depth"


@pytest.mark.parametrize("trials", [0, 1, 7])
def test_few_trials_tell_nothing(trials):
    assert importances_of(study_of(trials, peak)) == {}


def test_trials_that_came_to_the_same_tell_nothing():
    assert importances_of(study_of(20, lambda *_: 0.5)) == {}


def test_trials_that_were_pruned_or_came_to_no_number_are_passed_over():
    def judge(rate, width, depth):
        if depth == 1:
            raise optuna.TrialPruned
        return math.inf if depth == 2 else -peak(rate, width, depth)

    found = importances_of(study_of(60, judge))
    assert next(iter(found)) == "rate"
