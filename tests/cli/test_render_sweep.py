"""What a terminal shows of a sweep."""

import json

import pytest
from msgspec.structs import replace

from tests.report.samples.sweeps import pareto, sweep
from wtspec.cli.render.render_sweep import sweep_as_json, sweep_as_text
from wtspec.errors.visible import columns
from wtspec.report.sweep import Searched, SweepGoal, TrialReport


def line_of(text, begin):
    return next(line for line in text.split("\n") if line.startswith(begin))


def test_it_tells_how_trials_ended_the_best_one_what_matters_and_where_more_is(tmp_path):
    text = sweep_as_text(
        sweep(), 80, page=tmp_path / "sweep.html", best_specs=[tmp_path / "b.yaml"]
    )
    assert text.startswith(
        "digits: 35 of 50 trials  24 finished  9 pruned  1 running  2 failed  4 lost"
    )
    assert "  2 failed: diverged-loss: the loss is no number after step 40\n" in text
    assert line_of(text, "17*").split()[:4] == ["17*", "0.98091", "128", "0.0027014"]
    assert "best*: trial 17, val_accuracy 0.98091\n  params.width " in text
    assert "importances:  learning_rate 71%  width 20%  depth 9%\n" in text
    assert text.endswith(f"page: {tmp_path}/sweep.html\nbest spec: {tmp_path}/b.yaml")


@pytest.mark.parametrize("width", [80, 60, 40])
@pytest.mark.parametrize("make", [sweep, pareto])
def test_no_line_is_wider_than_the_terminal(make, width):
    lines = sweep_as_text(make(), width).split("\n")
    assert max(map(columns, lines)) <= width


def test_values_that_matter_least_are_left_out_first():
    text = sweep_as_text(sweep(), 50)
    head = line_of(text, "trial  val")
    assert head.split() == ["trial", "val_accuracy", "width", "learning_rate", "depth"]
    assert "\n  and 1 more value\n" in text


def test_the_front_is_marked_in_the_table():
    report = pareto()
    text = sweep_as_text(report, 80)
    marked = [line.split("*")[0] for line in text.split("\n") if line[:3].strip().endswith("*")]
    assert sorted(map(int, marked)) == report.best


def test_nothing_finished_is_said():
    one = replace(sweep(), trials=[], best=[], importances={}, wanted=None)
    assert sweep_as_text(one, 80).split("\n")[0] == "digits: 0 trials  1 h 2 min"
    assert "no trial has finished" in sweep_as_text(one, 80)


def test_json_has_all_of_it_and_null_for_what_is_no_number(tmp_path):
    trial = TrialReport(0, "finished", {"a": None}, [float("inf")], curve=[float("nan"), 1.0])
    one = replace(sweep(), trials=[trial], best=[0])
    told = json.loads(
        sweep_as_json(one, page=tmp_path, best_specs=[tmp_path]), parse_constant=pytest.fail
    )
    assert told["trials"][0]["values"] == [None]
    assert told["trials"][0]["curve"] == [None, 1.0]
    assert told["page"] == told["best_specs"][0] == str(tmp_path)


@pytest.mark.parametrize("width", [None, 80])
def test_nothing_of_a_sweep_acts_in_a_terminal(width):
    bad = "\x1b[31m\n##[error]\u202e"
    trial = TrialReport(0, "failed", {bad: bad}, [], fault=bad)
    best = TrialReport(1, "finished", {bad: bad}, [1.0])
    one = replace(
        sweep(),
        name=bad,
        goals=[SweepGoal(bad, "max")],
        over=[Searched(bad)],
        trials=[trial, best],
        best=[1],
        importances={bad: 1.0},
    )
    text = sweep_as_text(one, width)
    assert not any(letter in text for letter in "\x1b\u202e")
    assert not any(line.lstrip().startswith("##[") for line in text.split("\n"))
