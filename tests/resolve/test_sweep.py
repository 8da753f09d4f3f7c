"""Sweeps: what is tried and looked for, and which faults are told before the first trial."""

import pytest

from wtspec.errors import SpecError
from wtspec.resolve.sweep.try_values import highest
from wtspec.stages import check_file

FILE = """
wtspec: 1
params: {{width: 8, act: relu}}
model:
  inputs: {{x: [batch, 4]}}
  sequential: [{{Dense: {{units: =width, activation: =act}}}}, {{Dense: {{units: 3}}}}]
data:
  source: {{sklearn: iris}}
  inputs: {{x: =data}}
  targets: =target
  split: {{validation: 0.2}}
train:
  epochs: 2
  optimizer: {{Adam: {{learning_rate: 0.01}}}}
  loss: {{SparseCategoricalCrossentropy: {{from_logits: true}}}}
  metrics: [accuracy]
sweep:
  {}
"""
LENGTH = "trials: 5"
GOAL = "goal: {maximize: val_accuracy}"


@pytest.fixture
def checked(tmp_path):
    """A file with a sweep, checked."""

    def read(*lines):
        path = tmp_path / "spec.yaml"
        path.write_text(FILE.format("\n  ".join(lines)))
        return check_file(path)

    return read


@pytest.fixture
def faults(checked):
    """The faults of a file with a sweep: their codes and the text that each points at."""

    def find(*lines):
        with pytest.raises(SpecError) as caught:
            checked(*lines)
        return [(one.code, one.span.text) for one in caught.value.diagnostics]

    return find


def over(checked, text, **more):
    lines = [f"{key}: {value}" for key, value in more.items()]
    sweep = checked(LENGTH, GOAL, f"over: {{params.width: {text}}}", *lines).program.sweep
    return sweep.over[0]


def test_choices_are_the_values_that_are_listed(checked):
    assert over(checked, "[8, 16]").choices == (8, 16)


def test_a_choice_that_is_a_mapping_is_called_by_its_text(checked):
    lines = "over: {train.optimizer: [adam, {SGD: {learning_rate: 0.5}}]}"
    sweep = checked(LENGTH, GOAL, lines).program.sweep
    assert sweep.over[0].choices == ("adam", '{"SGD": {"learning_rate": 0.5}}')


@pytest.mark.parametrize(
    ("text", "whole", "last"),
    [
        ("{low: 2, high: 9}", True, 9),
        ("{low: 2, high: 9, step: 3}", True, 8),
        ("{low: 2, high: 64, log: true}", True, 64),
        ("{low: 1.0, high: 9}", False, 9.0),
        ("{low: 0.1, high: 1.0, step: 0.3}", False, 1.0),
        ("{low: 1, high: 2, step: 0.3}", False, 1.9),
    ],
)
def test_a_range_is_whole_where_its_bounds_are(checked, text, whole, last):
    path = "params.width" if whole else "train.optimizer.Adam.learning_rate"
    found = checked(LENGTH, GOAL, f"over: {{{path}: {text}}}").program.sweep.over[0]
    assert found.whole is whole
    assert highest(found) == last
    assert type(highest(found)) is (int if whole else float)


def test_goals_have_a_metric_and_a_way(checked):
    lines = "goal: [{maximize: val_accuracy}, {minimize: loss}]"
    goals = checked(LENGTH, lines, "over: {params.width: [8]}").program.sweep.goals
    assert [(one.metric, one.mode) for one in goals] == [("val_accuracy", "max"), ("loss", "min")]


def test_a_grid_needs_no_length(checked):
    sweep = checked(GOAL, "over: {params.width: [8, 16]}", "sampler: grid").program.sweep
    assert (sweep.trials, sweep.hours) == (None, None)


@pytest.mark.parametrize(
    ("lines", "code", "at"),
    [
        ("over: {params.widht: [8]}", "unknown-path", "widht"),
        ("over: {model.layers.hiden.Dense.units: [8]}", "unknown-path", "hiden"),
        ("over: {parms.width: [8]}", "unknown-key", "parms"),
        ("over: {train.optimiser.Adam.learning_rate: [0.1]}", "unknown-key", "optimiser"),
        ("over: {train.optimizer.Adam.rate: [0.1, 0.2]}", "unknown-argument", "rate"),
        ("over: {name: [a]}", "invalid-override", "name"),
        ("over: {extends: [a]}", "invalid-override", "extends"),
        ("over: {params..width: [8]}", "invalid-override", "."),
        ("over: {model.sequential.7.Dense.units: [8]}", "invalid-override", "7"),
        ("over: {data.batch_size: [8, 0]}", "out-of-range", "0"),
        ("over: {data.batch_size: {low: 0, high: 8}}", "out-of-range", "{low: 0, high: 8}"),
        ("over: {train.optimizer: [adam, adan]}", "unknown-optimizer", "adan"),
        ("over: {params.width: [8, 16, 8.0]}", "duplicate-choice", "8.0"),
        ("over: {params.width: {low: 8, high: 8}}", "sweep-range", "8"),
        ("over: {params.width: {low: 0, high: 8, log: true}}", "sweep-range", "0"),
        ("over: {params.width: {low: 1, high: 8, step: 9}}", "sweep-range", "9"),
        ("over: {params.width: {low: 1, high: 8, log: true, step: 1}}", "sweep-range", "step"),
        ("over: {train: [{epochs: 2}], train.epochs: [3]}", "overlapping-paths", "epochs"),
        ("over: {}", "empty-value", "{}"),
    ],
)
def test_what_can_not_be_varied_is_told_at_its_place(faults, lines, code, at):
    assert faults(LENGTH, GOAL, lines) == [(code, at)]


@pytest.mark.parametrize(
    ("goal", "code", "at"),
    [
        ("{maximize: val_acuracy}", "unknown-monitor", "val_acuracy"),
        ("{maximize: test_accuracy}", "unknown-monitor", "test_accuracy"),
        ("{maximize: loss, minimize: loss}", "sweep-goal", "{maximize: loss, minimize: loss}"),
        ("{}", "sweep-goal", "{}"),
        ("[{maximize: loss}, {minimize: loss}]", "sweep-goal", "{minimize: loss}"),
    ],
)
def test_a_goal_that_is_none_is_told(faults, goal, code, at):
    assert faults(LENGTH, f"goal: {goal}", "over: {params.width: [8]}") == [(code, at)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("trials: 3", "hours: 1"), ("two-lengths", "hours")),
        ((), ("missing-key", "sweep")),
        (("trials: 3", "sampler: cmae"), ("invalid-choice", "cmae")),
    ],
)
def test_its_length_and_its_words_are_checked(faults, lines, expected):
    assert faults(GOAL, "over: {params.width: [8]}", *lines) == [expected]


@pytest.mark.parametrize("line", ["pruner: median", "pruner: hyperband", "sampler: cmaes"])
def test_several_goals_are_refused_by_what_weighs_one(faults, line):
    goal = "goal: [{maximize: val_accuracy}, {minimize: val_loss}]"
    found = faults(LENGTH, goal, "over: {params.width: [8]}", line)
    assert found == [("several-goals", line.split()[1])]


@pytest.mark.parametrize(
    "values", ["{low: 0.1, high: 0.2}", "{low: 1, high: 9, log: true}", "{low: 1, high: 2.0}"]
)
def test_a_grid_over_a_range_without_steps_is_refused(faults, values):
    lines = f"over: {{train.optimizer.Adam.learning_rate: {values}}}"
    assert faults(GOAL, lines, "sampler: grid") == [("endless-grid", values)]


def test_a_grid_too_great_to_be_kept_is_refused(faults):
    lines = "over: {params.width: {low: 1, high: 1000}, data.batch_size: {low: 1, high: 1000}}"
    assert faults(GOAL, lines, "sampler: grid") == [("endless-grid", "over")]


def test_each_fault_of_a_path_is_told_once(faults):
    lines = "over: {train.optimizer.Adam.rate: [0.1, 0.2, 0.3]}"
    assert len(faults(LENGTH, GOAL, lines)) == 1


def test_a_metric_that_a_body_adds_can_be_a_goal(tmp_path):
    text = FILE.format(f"{LENGTH}\n  goal: {{minimize: val_size}}\n  over: {{params.width: [8]}}")
    layer = """
layers:
  Counted:
    inputs: {x: [batch, n]}
    call: |
      add_metric("size", mean(x))
      return x
"""
    text = text.replace("model:", f"{layer}model:", 1)
    text = text.replace("sequential: [", "sequential: [Counted, ")
    path = tmp_path / "spec.yaml"
    path.write_text(text)
    assert check_file(path).program.sweep.goals[0].metric == "val_size"


def test_a_file_without_validation_rows_has_no_validation_metrics(tmp_path):
    text = FILE.format(f"{LENGTH}\n  {GOAL}\n  over: {{params.width: [8]}}")
    path = tmp_path / "spec.yaml"
    path.write_text(text.replace("  split: {validation: 0.2}\n", ""))
    with pytest.raises(SpecError) as caught:
        check_file(path)
    (fault,) = caught.value.diagnostics
    assert fault.code == "unknown-monitor"
    assert "no validation rows" in fault.message


def test_a_sweep_written_in_python_is_the_same(checked):
    from wtspec.spec import Goal, Range, Sweep

    written = Sweep(
        trials=5,
        goal=Goal(maximize="val_accuracy"),
        over={"params.width": Range(low=4, high=8)},
    )
    read = checked(LENGTH, GOAL, "over: {params.width: {low: 4, high: 8}}").spec.file.sweep
    assert written == read
