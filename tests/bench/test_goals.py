import pytest

from scripts.bench.contenders import CONTENDERS, JAX, KERAS, LIMIT, TORCH, WTSPEC
from scripts.bench.goals import Goal, scan_goal, start_goal, training_goals, whole_goals
from scripts.bench.measure import Run
from scripts.bench.race import Raced
from scripts.bench.spread import Spread, ratios, spread
from scripts.bench.whole import AGAIN, BY_HAND, FIRST


def raced(step, first=1.0, peak=100.0):
    return Raced(10, [step] * 3, [first] * 3, [peak] * 3, [0.5] * 3)


def by_text(goals):
    return {goal.text: goal for goal in goals}


def all_at(step, **others):
    names = {JAX: "jax", KERAS: "keras", TORCH: "torch", LIMIT: "limit", WTSPEC: "wtspec"}
    steps = {name: others.get(names.get(name, ""), step) for name in CONTENDERS}
    return {name: raced(seconds) for name, seconds in steps.items()}


def test_quartiles_and_noise_of_numbers():
    found = spread([1.0, 2.0, 3.0, 4.0, 5.0])
    assert found == Spread(2.0, 3.0, 4.0)
    assert found.noise == pytest.approx(2 / 3)


def test_one_number_has_no_noise():
    assert spread([2.0]).noise == 0


def test_each_number_is_compared_with_the_one_beside_it():
    assert ratios([1.0, 2.0, 4.0], [2.0, 4.0, 8.0]) == Spread(0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (Spread(0.9, 1.0, 1.3), "pass"),
        (Spread(0.9, 1.1, 1.3), "within the noise"),
        (Spread(1.05, 1.1, 1.3), "fail"),
        (None, "not measured"),
    ],
)
def test_verdict_tells_noise_from_failure(found, verdict):
    assert Goal("", 1.0, found).verdict == verdict


def test_mlp_is_held_against_each_of_its_rivals():
    goals = by_text(training_goals({"mlp": all_at(4.0, wtspec=1.0, limit=0.95)}))
    assert goals[f"mlp: a step, of {TORCH}"].found == Spread(0.25, 0.25, 0.25)
    verdicts = {text: goal.verdict for text, goal in goals.items()}
    assert set(verdicts.values()) == {"pass"}
    assert {(goal.text, goal.limit) for goal in goals.values()} >= {
        (f"mlp: a step, of {KERAS}", 0.35),
        (f"mlp: a step, of {JAX}", 0.45),
        (f"mlp: a step, of {TORCH}", 0.25),
        (f"mlp: a step, of {LIMIT}", 1.10),
    }


def test_wide_mlp_is_held_against_the_fastest_but_the_limit():
    goals = by_text(training_goals({"wide": all_at(4.0, wtspec=3.0, jax=2.0, limit=1.0)}))
    assert goals[f"wide: a step, of {JAX}"].verdict == "fail"
    assert f"wide: a step, of {LIMIT}" not in goals


def test_nothing_may_be_above_keras_in_any_workload():
    found = {**all_at(1.0), WTSPEC: raced(0.5, first=1.2, peak=90.0)}
    goals = by_text(training_goals({"gpt2": found}))
    assert {text: goal.verdict for text, goal in goals.items()} == {
        f"gpt2: a step, never above {KERAS}": "pass",
        f"gpt2: compile + first epoch, never above {KERAS}": "fail",
        f"gpt2: peak memory, never above {KERAS}": "pass",
    }


def test_a_rival_that_refused_is_not_measured():
    found = {**all_at(1.0), TORCH: Raced(refused="No module named 'torch'")}
    goals = by_text(training_goals({"mlp": found}))
    assert goals[f"mlp: a step, of {TORCH}"].verdict == "not measured"


def test_second_start_is_compared_with_the_first():
    goal = start_goal({"first start": [10.0, 20.0], "second start": [3.0, 6.0]})
    assert goal.found is not None
    assert goal.found.median == pytest.approx(0.3)
    assert goal.verdict == "pass"


def test_refused_scan_is_not_measured():
    assert scan_goal("error[incomplete-spec]").verdict == "not measured"


def test_quickstart_is_held_both_when_first_run_and_later():
    runs = {FIRST: 11.0, AGAIN: 9.0, BY_HAND: 10.0}
    found = whole_goals({name: [Run(seconds, 1, 1)] * 3 for name, seconds in runs.items()})
    assert [goal.verdict for goal in found] == ["fail", "pass", "not measured", "not measured"]
