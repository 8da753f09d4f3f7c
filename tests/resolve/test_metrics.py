"""The names under which metrics are reported."""

import pytest

WHOLE = """
layers:
  Watch:
    inputs: {x: [batch, 64]}
    call: |
      add_metric("ADDED", mean(x))
      return x
functions:
  near(a, b): abs(a - b)
model:
  inputs: {x: [batch, 64]}
  layers: {watch: Watch, one: {Dense: 1}, two: {Dense: 1}}
  call: CALL
data: {source: {sklearn: digits}, inputs: {x: =data}, targets: TARGETS}
train: {epochs: 1, optimizer: adam, loss: LOSS, metrics: METRICS}
"""
ONE = {"CALL": "one(watch(x))", "TARGETS": "=target", "LOSS": "mse", "ADDED": "size"}
TWO = {
    "CALL": '\'{"a": one(watch(x)), "b": two(x)}\'',
    "TARGETS": "{a: =target, b: =target}",
    "LOSS": "{a: mse, b: mse}",
    "ADDED": "size",
}


def whole(metrics, given=ONE, **changed):
    text = WHOLE
    for name, value in {**given, **changed, "METRICS": metrics}.items():
        text = text.replace(name, value)
    return text


@pytest.mark.parametrize("name", ["loss", "epoch", "steps", "learning_rate", "val_mae", "val_"])
def test_names_of_what_a_run_reports_are_refused(name, codes):
    assert codes(whole(f'[{{{name}: "=abs(y_true - y_pred)"}}]')) == ["reserved-metric"]
    assert codes(whole("[mae]", ADDED=name)) == ["reserved-metric"]


@pytest.mark.parametrize(
    ("metrics", "name"),
    [
        ('[{loss: "=abs(y_true)"}]', "loss"),
        ("[{epoch: mae}]", "epoch"),
        ("[near, {near: mae}]", "near"),
    ],
)
def test_a_name_that_is_taken_is_told_where_it_is_given(metrics, name, fault):
    assert fault(whole(metrics)).span.text == name


@pytest.mark.parametrize(
    "metric",
    ['{mae: "=abs(y_true)"}', '{AUC: "=abs(y_true)"}', "{auc: {AUC: {curve: PR}}}"],
)
def test_names_of_metrics_of_keras_are_refused_once(metric, codes):
    assert codes(whole(f"[{metric}]")) == ["reserved-metric"]


@pytest.mark.parametrize(
    ("metrics", "found"),
    [
        ("[mae, mae]", ["duplicate-metric"]),
        ("[mae, MeanAbsoluteError]", []),
        ("[{AUC: {curve: PR}}, {AUC: {curve: ROC}}]", ["duplicate-metric"]),
        ("[{AUC: {curve: PR}}, {other: {AUC: {curve: ROC}}}]", []),
        ('[{size: "=y_pred"}]', ["duplicate-metric"]),
        ("[near, {near: mae}]", ["duplicate-metric"]),
        ("[near, {far: near}]", []),
    ],
)
def test_two_metrics_of_one_name_are_refused(metrics, found, codes):
    assert codes(whole(metrics)) == found


@pytest.mark.parametrize(
    ("metrics", "found"),
    [
        ("{a: mae, b: mae}", []),
        ("{a: [{m: mae}], b: [{m: mae}]}", []),
        ('{a: [{loss: "=y_pred"}]}', ["duplicate-metric"]),
        ("{c: [mae]}", ["unknown-output"]),
        ("[mae]", ["metric-outputs"]),
        ("[mae, mse]", ["metric-outputs"]),
        ("{c: mae}", ["metric-outputs"]),
    ],
)
def test_metrics_of_several_outputs_bear_their_names(metrics, found, codes):
    assert codes(whole(metrics, TWO)) == found


@pytest.mark.parametrize(
    ("metric", "found"),
    [
        ("{pr: {AUC: {curve: PR}}}", []),
        ("{pr: AUC}", []),
        ("{pr: near}", []),
        ("{pr: {AUCC: {curve: PR}}}", ["unknown-metric"]),
        ("{pr: {AUC: {curv: PR}}}", ["unknown-argument"]),
        ("{pr: accuracy}", ["wrong-arguments"]),
        ("{p-r: AUC}", ["invalid-name"]),
        ("{pr: {again: AUC}}", ["unknown-metric"]),
    ],
)
def test_a_component_may_be_given_a_name(metric, found, codes):
    assert codes(whole(f"[{metric}]")) == found


def test_a_typo_in_a_named_component_is_told_at_the_class(fault):
    assert fault(whole("[{pr: {AUCC: {curve: PR}}}]")).help == "did you mean `AUC`?"


@pytest.mark.parametrize(
    ("given", "weights", "found"),
    [
        (TWO, "{a: 2.0}", []),
        (TWO, "{c: 2.0}", ["unknown-output"]),
        (ONE, "{a: 2.0}", ["unknown-output"]),
    ],
)
def test_weights_of_losses_name_losses(given, weights, found, codes):
    text = whole("{a: mae}" if given is TWO else "[mae]", given)
    assert codes(text.replace("epochs: 1", f"epochs: 1, loss_weights: {weights}")) == found


def test_a_mode_of_a_callback_is_one_that_keras_knows(fault):
    callback = "callbacks: [{ReduceLROnPlateau: {monitor: loss, mode: maxx}}]"
    found = fault(whole("[mae]").replace("epochs: 1", f"epochs: 1, {callback}"))
    assert (found.code, found.help) == ("invalid-choice", "did you mean `max`?")
