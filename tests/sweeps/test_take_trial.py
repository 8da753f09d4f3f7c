"""What a worker does next: nothing twice, nothing lost, and what Optuna alone would choose."""

import time
import warnings
from contextlib import contextmanager

import optuna
import pytest

from wtspec.sweeps import heartbeat
from wtspec.sweeps import take_trial as taking
from wtspec.sweeps.heartbeat import Watcher
from wtspec.sweeps.marks import BY, FAULT, OUT
from wtspec.sweeps.samplers import make_sampler, sampler_seed
from wtspec.sweeps.sweep_report import report_of
from wtspec.sweeps.take_trial import take_trial

SEED = 7


@contextmanager
def taken(sweep, worker="one", watcher=None):
    """A trial of a worker that is gone afterwards, whether it has told of it or not."""
    found = take_trial(sweep, worker, watcher or Watcher())
    yield found
    if found is not None:
        found.lock.release()


def use(sweep, number=0):
    asked, before = sweep.sweep, len(sweep.study.trials)
    sweep.study.sampler = make_sampler(asked, sampler_seed(asked, SEED, number, before))
    return sweep


def value_of(params):
    return (params["params.width"] - 30) ** 2 / 1000 + params["train.optimizer.Adam.learning_rate"]


def all_given(sweep):
    """The values of all trials, each ended at once."""
    found = []
    while True:
        with taken(sweep) as one:
            if one is None:
                return found
            found.append(one.trial.params)
            sweep.study.tell(one.trial, value_of(one.trial.params))


def quasi_monte_carlo(seed):
    with warnings.catch_warnings(action="ignore"):
        return optuna.samplers.QMCSampler(seed=seed)


def by_optuna_alone(sampler, trials):
    def objective(trial):
        width = trial.suggest_int("params.width", 1, 64, log=True)
        name = "train.optimizer.Adam.learning_rate"
        drawn = trial.suggest_float(name, 1e-4, 1e-1, log=True)
        return value_of({"params.width": width, name: drawn})

    study = optuna.create_study(sampler=sampler, direction="maximize")
    study.optimize(objective, n_trials=trials)
    return [one.params for one in study.trials]


@pytest.mark.parametrize(
    ("name", "sampler"),
    [
        ("random", optuna.samplers.RandomSampler),
        ("tpe", optuna.samplers.TPESampler),
        ("cmaes", optuna.samplers.CmaEsSampler),
        ("qmc", quasi_monte_carlo),
    ],
)
def test_a_worker_alone_tries_what_optuna_alone_would(begin, name, sampler):
    sweep = use(begin(sampler=name, length="trials: 14"))
    found = all_given(sweep)
    assert len(found) == 14
    assert found == by_optuna_alone(sampler(seed=SEED), 14)


def test_a_grid_is_that_of_optuna_each_point_once(begin):
    grid = {"width": "[2, 4, 8]", "rate": "{low: 0.1, high: 0.5, step: 0.2}"}
    found = all_given(use(begin(sampler="grid", length="", **grid)))
    name = "train.optimizer.Adam.learning_rate"
    space = {"params.width": [2, 4, 8], name: [0.1, 0.3, 0.5]}

    def objective(trial):
        trial.suggest_categorical("params.width", [2, 4, 8])
        return trial.suggest_float(name, 0.1, 0.5, step=0.2)

    study = optuna.create_study(sampler=optuna.samplers.GridSampler(space, seed=SEED))
    study.optimize(objective)
    plain = [one.params for one in study.trials]
    assert [one["params.width"] for one in found] == [one["params.width"] for one in plain]
    assert [one[name] for one in found] == pytest.approx([one[name] for one in plain])
    assert len({(one["params.width"], round(one[name], 6)) for one in found}) == 9


def test_a_second_worker_does_not_try_what_the_first_one_did(begin):
    sweep = use(begin(length="trials: 2"))
    with taken(sweep) as first, taken(use(sweep, number=1)) as second:
        assert first.trial.number != second.trial.number
        assert first.trial.params != second.trial.params


def test_no_more_trials_are_begun_than_were_wanted(begin):
    sweep = use(begin(length="trials: 2"))
    with taken(sweep), taken(sweep), taken(sweep) as third:
        assert third is None


def test_a_trial_whose_worker_is_gone_is_taken_up_with_its_values(begin):
    sweep = use(begin())
    with taken(sweep) as first:
        given = first.trial.params
    with taken(sweep, "two") as again:
        assert again.goes_on
        assert again.trial.number == 0
        assert again.trial.params == given
    assert len(sweep.study.trials) == 1


def test_a_trial_that_was_left_before_all_was_chosen_is_completed(begin):
    sweep = use(begin())
    trial = sweep.study.ask()
    width = trial.suggest_int("params.width", 1, 64, log=True)
    (sweep.folder / ".claims").mkdir()
    (sweep.folder / ".claims" / "0000").touch()
    with taken(sweep) as one:
        assert one.goes_on
        assert one.trial.params["params.width"] == width
        assert len(one.trial.params) == 2


def test_a_trial_that_was_left_as_it_began_is_taken_up(begin):
    sweep = use(begin())
    sweep.study.ask()
    with taken(sweep) as one:
        assert (one.trial.number, one.goes_on, len(one.trial.params)) == (0, True, 2)


def test_a_trial_that_someone_carries_out_is_left_alone(begin):
    sweep = use(begin())
    with taken(sweep) as first, taken(sweep) as second:
        assert (first.trial.number, second.trial.number) == (0, 1)


def test_a_trial_whose_workers_die_of_it_fails_at_last(begin):
    sweep = use(begin(length="trials: 1"))
    for _ in range(3):
        with taken(sweep) as one:
            assert one.trial.number == 0
    with taken(sweep) as one:
        assert one is None
    (trial,) = sweep.study.trials
    assert trial.state.name == "FAIL"
    assert trial.user_attrs[FAULT] == "its worker died 3 times"


def test_hours_count_the_time_in_which_any_worker_was_at_work(begin):
    sweep = use(begin(length="hours: 1"))
    for at, (began, seen) in enumerate([(0, 1000), (500, 2000), (5000, 6500)]):
        sweep.study.set_user_attr(f"wtspec:worker:{at}", {"began": began, "seen": seen})
    with taken(sweep) as one:
        assert one is not None
        sweep.study.tell(one.trial, 1.0)
    assert report_of(sweep.folder, sweep.facts, sweep.study).seconds == 3500
    sweep.study.set_user_attr("wtspec:worker:3", {"began": 9000, "seen": 9200})
    with taken(sweep) as one:
        assert one is None


def test_the_values_of_a_machine_that_died_are_tried_by_another_trial(begin, monkeypatch):
    here = use(begin(length="trials: 2"))
    lost = here.study.ask()
    width = lost.suggest_int("params.width", 1, 64, log=True)
    rate = lost.suggest_float("train.optimizer.Adam.learning_rate", 1e-4, 1e-1, log=True)
    lost.set_user_attr(BY, "elsewhere")
    watcher = Watcher()
    with taken(here, watcher=watcher) as other:
        assert other.trial.number == 1
        monkeypatch.setattr(heartbeat, "PATIENCE_SECONDS", -1.0)
        with taken(here, watcher=watcher) as again:
            assert again.trial.number == 2
            assert again.trial.params == {
                "params.width": width,
                "train.optimizer.Adam.learning_rate": rate,
            }
            here.study.tell(again.trial, 0.5)
        here.study.tell(other.trial, 0.4)
    with taken(here, watcher=watcher) as one:
        assert one is None
    assert here.study.trials[0].user_attrs[OUT] == "lost"
    states = [one.state for one in report_of(here.folder, here.facts, here.study).trials]
    assert states == ["lost", "finished", "finished"]


def test_a_machine_that_gives_signs_of_life_keeps_its_trial(begin, monkeypatch):
    here = use(begin(length="trials: 1"))
    here.study.ask().set_user_attr(BY, "elsewhere")
    monkeypatch.setattr(heartbeat, "PATIENCE_SECONDS", -1.0)
    watcher = Watcher()
    for seen in range(3):
        sign = {"began": 0, "seen": time.time() + seen}
        here.study.set_user_attr("wtspec:worker:elsewhere", sign)
        with taken(here, watcher=watcher) as one:
            assert one is None
    assert here.study.trials[0].state.name == "RUNNING"


def test_of_two_machines_that_begin_the_last_trial_at_once_one_has_it(begin, monkeypatch):
    sweep = use(begin(length="trials: 1"))
    with taken(sweep) as first:
        over = [False, True]
        monkeypatch.setattr(taking, "_is_over", lambda _: over.pop(0))
        with taken(sweep) as second:
            assert second is None
        sweep.study.tell(first.trial, 1.0)
    assert sweep.study.trials[1].user_attrs[OUT] == "surplus"
    assert len(report_of(sweep.folder, sweep.facts, sweep.study).trials) == 1
