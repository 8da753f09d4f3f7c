"""What a run reports is what Keras's `fit` and `evaluate` report for the same weights."""

import ast
import runpy
import textwrap
from pathlib import Path

import keras
import numpy as np
import pytest

from wtspec.codegen import generate_script
from wtspec.errors import SpecError
from wtspec.runs.evaluate import evaluate
from wtspec.runs.run import run
from wtspec.stages import check, load

SPEC = """
wtspec: 1
name: spec
model:
  inputs: {x: [batch, 2]}
  sequential: [{Dense: 3}, tanh, {Dense: 1}]
data:
  source: {npz: rows.npz}
  inputs: {x: =x}
  targets: =y
  split: {validation: 0.25, test: 0.25}
  batch_size: 16
train:
  epochs: 3
  optimizer: {Adam: {learning_rate: 0.05}}
  loss: mse
  metrics: [mae]
"""
WEIGHTED = [("data.weights", "=w")]


@pytest.fixture
def train(tmp_path, monkeypatch):
    """Runs the spec, changed as asked, on rows of a file."""
    generator = np.random.default_rng(0)
    x = generator.normal(size=(96, 2)).astype("float32")
    w = (generator.random(96) < 0.5).astype("float32")
    y = np.where(w > 0, x.sum(axis=1), 100.0).astype("float32")
    kind = (x[:, 0] > 0).astype("int32")
    np.savez(tmp_path / "rows.npz", x=x, y=y, w=w, kind=kind)
    monkeypatch.chdir(tmp_path)

    def changed(*overrides):
        (tmp_path / "spec.yaml").write_text(textwrap.dedent(SPEC))
        return check(load(tmp_path / "spec.yaml", overrides))

    def train(*overrides):
        return run(changed(*overrides), runs_dir=tmp_path / "runs")

    train.check = changed
    return train


def rows_of(name, part):
    """Columns of the spec's rows, as the run divides them."""
    from wtspec.data.split import split_rows

    arrays = np.load("rows.npz")
    index = split_rows(96, {"validation": 0.25, "test": 0.25}, 0, True)[part]
    return arrays[name][index]


def judged(model, part, weighted, loss="mse", metrics=(), column="y", weighs=True):
    """What Keras's `evaluate` gives for a part of the rows."""
    key = "weighted_metrics" if weighted else "metrics"
    model.compile(loss=loss, **{key: list(metrics)})
    return model.evaluate(
        rows_of("x", part),
        rows_of(column, part),
        sample_weight=rows_of("w", part) if weighted and weighs else None,
        verbose=0,
        return_dict=True,
        batch_size=16,
    )


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1e-5), name


def test_rows_of_weight_zero_count_in_no_metric(train):
    done = train(*WEIGHTED, ("train.metrics", ["mae", {"near": "=abs(y_true - y_pred)"}]))
    assert done.metrics["train"]["mae"] < 10  # a row of weight 0 is 100 off
    assert done.history[-1]["val_near"] < 10
    found = evaluate(done.folder)
    assert found["near"] == pytest.approx(found["mae"])
    assert_same(found, done.metrics["test"])
    expected = judged(done.model, "test", True, metrics=["mae"])
    assert found["mae"] == pytest.approx(expected["mae"], rel=1e-5)
    assert found["loss"] == pytest.approx(expected["loss"], rel=1e-5)


def test_weights_of_classes_reach_the_loss_alone(train):
    logits = [("model.sequential", [{"Dense": 2}]), ("data.targets", "=kind")]
    loss = {"SparseCategoricalCrossentropy": {"from_logits": True}}
    changes = [*logits, ("train.loss", loss), ("train.metrics", ["accuracy"])]
    done = train(*changes, ("train.class_weight", {0: 5.0}))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    expected = judged(done.model, "test", False, loss, ["accuracy"], "kind")
    assert_same(done.metrics["test"], expected)


@pytest.mark.parametrize("metric", ["=abs(y_true - y_pred)", "distance"])
def test_targets_take_the_rank_of_outputs_in_metrics_that_are_functions(train, metric):
    functions = ("functions", {"distance(a, b)": "abs(a - b)"})
    done = train(functions, ("train.metrics", ["mae", {"own": metric}]))
    assert done.metrics["test"]["own"] == pytest.approx(done.metrics["test"]["mae"])


def test_targets_of_one_column_take_the_rank_of_outputs_without_one(train):
    model = {"inputs": {"x": ["batch", 2]}, "layers": {"d": {"Dense": 1}}, "call": "d(x)[:, 0]"}
    changes = [("model", model), ("data.targets", "=expand_dims(y, -1)")]
    done = train(*changes, ("train.metrics", [{"own": "=abs(y_true - y_pred)"}]), *WEIGHTED)
    assert done.metrics["test"]["own"] < 10


def test_metrics_of_several_outputs_weigh_their_rows(train):
    call = 'return {"a": one(x), "b": two(x)}'
    layers = {"one": {"Dense": 1}, "two": {"Dense": 1}}
    model = {"inputs": {"x": ["batch", 2]}, "layers": layers, "call": call}
    targets = {"a": "=y", "b": "=2 * y"}
    near = {"near": "=abs(y_true - y_pred)"}
    changes = [
        ("model", model),
        ("data.targets", targets),
        ("train.loss", {"a": "mse", "b": "mse"}),
    ]
    done = train(*changes, *WEIGHTED, ("train.metrics", {"a": "mae", "b": ["mae", near]}))
    found = done.metrics["test"]
    assert found["b_near"] == pytest.approx(found["b_mae"])
    assert found["a_mae"] < 10


def test_the_last_table_is_of_the_weights_that_were_restored(train):
    stop = {"monitor": "loss", "mode": "max", "patience": 1, "restore_best_weights": True}
    done = train(("train.early_stopping", stop), ("train.epochs", 6))
    assert len(done.history) > 1
    kept = evaluate(done.folder, part="train")
    assert_same(done.metrics["train"], kept)
    assert kept["loss"] != pytest.approx(done.history[-1]["loss"])


def test_the_last_table_is_of_the_averages_that_were_kept(train):
    sgd = {"SGD": {"learning_rate": 0.01, "use_ema": True}}
    done = train(("train.optimizer", sgd))
    assert_same(done.metrics["train"], evaluate(done.folder, part="train"))


def test_a_component_is_reported_under_the_name_that_it_is_given(train):
    changes = [("model.sequential", [{"Dense": 1}, "sigmoid"]), ("data.targets", "=kind")]
    metrics = ["AUC", {"pr": {"AUC": {"curve": "PR"}}}, {"rate": "Recall"}, {"Recall": 0.25}]
    loss = ("train.loss", "binary_crossentropy")
    for _ in range(2):  # Keras counts the metrics of a process
        done = train(*changes, loss, ("train.metrics", metrics))
        assert list(done.metrics["test"]) == ["loss", "AUC", "pr", "rate", "recall"]
    named = [keras.metrics.AUC(name="AUC"), keras.metrics.AUC(curve="PR", name="pr")]
    named += [keras.metrics.Recall(name="rate"), keras.metrics.Recall(0.25, name="recall")]
    expected = judged(done.model, "test", False, "binary_crossentropy", named, "kind")
    assert_same(done.metrics["test"], expected)


@pytest.mark.parametrize("classes", [{}, {0: 3.0}])
def test_a_script_reports_what_the_run_reports(train, capsys, classes):
    changes = [("model.sequential", [{"Dense": 2}]), ("data.targets", "=kind"), *WEIGHTED]
    loss = {"SparseCategoricalCrossentropy": {"from_logits": True}}
    metrics = ["accuracy", {"own": "=sparse_categorical_crossentropy(y_true, y_pred, true)"}]
    changes += [("train.loss", loss), ("train.metrics", metrics), ("train.class_weight", classes)]
    changes += [("runtime.rewrite_for_cpu", False)]
    done, checked = train(*changes), train.check(*changes)
    source = generate_script(checked.program, checked.spec.document.source, "test")
    Path("script.py").write_text(source, "utf-8")
    runpy.run_path("script.py", run_name="__main__")
    (line,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("test ")]
    told = ast.literal_eval(line.removeprefix("test "))
    assert_same({name: float(value) for name, value in told.items()}, done.metrics["test"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("data.weights", "=w - 0.5")], "has a negative weight"),
        ([("data.weights", "=w * 0")], "all train rows weigh 0"),
        (
            [
                ("model.sequential", [{"Dense": 2}]),
                ("data.targets", "=kind"),
                ("train.loss", {"SparseCategoricalCrossentropy": {"from_logits": True}}),
                ("train.metrics", []),
                ("train.class_weight", {0: 0, 1: 0}),
            ],
            "all train rows weigh 0",
        ),
    ],
)
def test_weights_of_rows_that_nothing_could_be_learned_from_are_refused(train, changes, said):
    with pytest.raises(SpecError) as raised:
        train(*changes)
    (found,) = raised.value.diagnostics
    assert found.code == "row-weights"
    assert said in found.message
    assert found.span is not None


def test_rows_and_classes_that_weigh_in_other_shapes_are_refused(train):
    with pytest.raises(SpecError) as raised:
        train(
            ("model.sequential", [{"Dense": 2}]),
            ("data.targets", "=kind"),
            ("data.weights", "=stack([w, w, w], -1)"),
            ("train.loss", {"SparseCategoricalCrossentropy": {"from_logits": True}}),
            ("train.metrics", []),
            ("train.class_weight", {0: 0.5}),
        )
    assert [one.code for one in raised.value.diagnostics] == ["class-weight-targets"]


LOGARITHM = {
    "inputs": {"x": ["batch", 2]},
    "layers": {"d": {"Dense": 1}},
    "call": "log(-abs(d(x)) - 1)",
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("model", LOGARITHM)], "the model's output is not finite"),
        ([("train.loss", "=log(y_pred) * 0 + log(y_true * 0 - 1)")], "the loss of them is not"),
        (
            [
                (
                    "model.sequential",
                    [{"Dense": {"units": 1, "bias_initializer": {"Constant": "=inf"}}}],
                )
            ],
            "the weight `dense/bias` is not finite from the start",
        ),
    ],
)
def test_a_first_loss_that_is_no_number_says_what_is_not_finite(train, changes, said):
    with pytest.raises(SpecError) as raised:
        train(*changes)
    (found,) = raised.value.diagnostics
    assert found.code == "loss-not-finite"
    assert said in found.message
    assert "learning_rate" not in found.help


def test_weights_that_the_last_step_lost_are_a_fault(train):
    with pytest.raises(SpecError) as raised:
        train(
            ("train.optimizer", {"SGD": {"learning_rate": float("inf")}}),
            ("data.batch_size", 96),
            ("train.epochs", 1),
            ("data.split", None),
        )
    assert "after the last step" in raised.value.diagnostics[0].message


BRANCHES = {
    "inputs": {"x": ["batch", 2]},
    "layers": {"a": {"Dense": 1}, "b": {"Dense": 3}},
    "call": '{"a": a(x), "b": softmax(b(x))}',
}


@pytest.mark.parametrize("rows", [1, 16])
def test_a_loss_for_all_outputs_is_tried_with_each(train, rows):
    with pytest.raises(SpecError) as raised:
        train(
            ("model", BRANCHES),
            ("data.targets", {"a": "=y", "b": "=one_hot(kind, 3)"}),
            ("data.batch_size", rows),
            ("train.loss", {"Huber": {"reduction": None}}),
            ("train.metrics", []),
        )
    assert {one.code for one in raised.value.diagnostics} == {"measure-failed"}
