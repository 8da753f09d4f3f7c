"""Trials are runs: trained, measured, pruned, failed, and gone on with."""

import json

import optuna
import pytest

import wtspec
from wtspec.runs.listing.list_runs import list_runs
from wtspec.stages import check_file
from wtspec.sweeps.claims import claim
from wtspec.sweeps.start import begin_sweep, resume_sweep
from wtspec.sweeps.sweep_report import sweep_report
from wtspec.sweeps.worker import work


def listen(_):
    pass


@pytest.fixture(scope="module")
def done(tmp_path_factory, write_tiny):
    """A sweep of three trials, and what it told."""
    folder = tmp_path_factory.mktemp("sweep")
    over = {"width": "[4, 8]", "rate": "[0.01, 1.0e+30]", "sampler": "grid"}
    checked = check_file(write_tiny(folder, length="trials: 4", **over))
    opened, told = begin_sweep(checked, runs_dir=folder / "runs"), []
    work(opened, told.append)
    return opened, told


def test_optuna_reads_what_came_of_it(done):
    opened, _ = done
    url = f"sqlite:///{opened.folder / 'trials.db'}"
    study = optuna.load_study(study_name="tiny", storage=url)
    report = sweep_report(opened.folder)
    assert len(study.trials) == len(report.trials) == 4
    assert report.best == [study.best_trial.number]
    for one, other in zip(report.trials, study.trials, strict=True):
        assert one.given == other.params
        assert one.values == (other.values or [])


def test_a_trial_is_a_run_with_the_values_that_it_was_given(done):
    opened, _ = done
    report = sweep_report(opened.folder)
    trial = report.trials[report.best[0]]
    run = wtspec.open(opened.folder / trial.run)
    assert run.metrics["validation"]["accuracy"] == trial.values[0]
    assert [one["val_accuracy"] for one in run.history] == trial.curve
    kernel = next(iter(wtspec.weights(run.model).values()))
    assert kernel.shape == (4, trial.given["params.width"])
    text = (opened.folder / trial.run / "config.resolved.yaml").read_text()
    assert "sweep:" not in text


def test_a_trial_that_fails_is_recorded_with_its_reason_and_the_others_go_on(done):
    opened, told = done
    report = sweep_report(opened.folder)
    states = {one.given["train.optimizer.Adam.learning_rate"]: one.state for one in report.trials}
    assert states == {0.01: "finished", 1e30: "failed"}
    assert all("not finite" in one.fault for one in report.trials if one.state == "failed")
    assert [type(one).__name__ for one in told].count("TrialEnded") == 4


def test_the_list_of_runs_has_those_of_trials(done):
    opened, _ = done
    found = list_runs(opened.folder.parent).runs
    assert [one.path.name for one in found] == [f"trial-000{at}" for at in range(4)]


def test_a_sweep_that_is_over_has_nothing_left_to_do(done):
    opened, _ = done
    told = []
    work(resume_sweep(opened.folder), told.append)
    assert told == []


def test_a_trial_that_does_badly_is_ended_early_and_can_be_looked_at(begin):
    sweep = begin(epochs=5, pruner="median", length="trials: 6", width="[4]", rate="[1.0e-9, 0.1]")
    better = dict.fromkeys(range(1, 6), 2.0)
    for _ in range(5):  # the pruner compares with what has finished
        sweep.study.add_trial(optuna.trial.create_trial(value=2.0, intermediate_values=better))
    work(sweep, listen)
    trial = sweep_report(sweep.folder).trials[5]
    folder = sweep.folder / trial.run
    assert (trial.state, trial.epochs) == ("pruned", 1)
    assert json.loads((folder / "environment.json").read_text())["status"] == "pruned"
    assert list_runs(folder).runs[0].state == "pruned"
    with pytest.warns(UserWarning, match="at the end of epoch 1"):
        assert len(wtspec.open(folder).model.weights) == 4


def test_a_trial_whose_worker_was_killed_goes_on_in_its_run(begin):
    sweep = begin(length="trials: 1", epochs=3)

    class KilledError(BaseException):
        pass

    def kill(event):
        if type(event).__name__ == "TrialWentOn" and event.epoch == 2:
            raise KilledError

    with pytest.raises(KilledError):
        work(sweep, kill)
    assert sweep.study.trials[0].state.name == "RUNNING"
    again = resume_sweep(sweep.folder)
    told = []
    work(again, told.append)
    (trial,) = sweep_report(sweep.folder).trials
    assert told[0].goes_on
    assert (trial.state, trial.epochs) == ("finished", 3)
    assert [*again.study.trials[0].intermediate_values] == [1, 2, 3]


def test_several_goals_have_a_front(begin):
    goal = "[{maximize: val_accuracy}, {minimize: val_loss}]"
    sweep = begin(goal=goal, length="trials: 2", sampler="tpe")
    work(sweep, listen)
    report = sweep_report(sweep.folder)
    assert all(len(one.values) == 2 for one in report.trials)
    assert report.best == sorted(one.number for one in sweep.study.best_trials)
    assert all(len(one.curve) == 2 for one in report.trials)


def test_a_sweep_gets_longer_and_changes_in_nothing_else(begin):
    sweep = begin(length="trials: 1")
    longer = resume_sweep(sweep.folder, overrides=[("sweep.trials", "3")])
    assert longer.facts.wanted == 3
    assert resume_sweep(sweep.folder).facts.wanted == 3
    with pytest.raises(wtspec.SpecError, match="another spec"):
        resume_sweep(sweep.folder, overrides=[("train.epochs", "3")])


def test_a_locked_trial_can_not_be_claimed_twice(tmp_path):
    lock = claim(tmp_path, 3)
    assert claim(tmp_path, 3) is None
    lock.release()
    assert claim(tmp_path, 3) is not None
