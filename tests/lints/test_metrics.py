"""Metrics beside a loss that they do not fit."""

import pytest

from tests.lints.conftest import trained

ONE = "sequential: [{Dense: 1}]"
SIGMOID = "sequential: [{Dense: {units: 1, activation: sigmoid}}]"
THREE = "sequential: [{Dense: 3}]"
SOFTMAX = "sequential: [{Dense: {units: 3, activation: softmax}}]"
BINARY = "{BinaryCrossentropy: {from_logits: true}}"
SPARSE = "{SparseCategoricalCrossentropy: {from_logits: true}}"


@pytest.mark.parametrize(
    ("model", "loss", "metric"),
    [
        (ONE, "mse", "accuracy"),
        (ONE, "{Huber: 2}", "BinaryAccuracy"),
        (ONE, "mae", "AUC"),
        ("sequential: [{Dense: {units: 1, activation: relu}}]", "mse", "accuracy"),
        (THREE, SPARSE, "Accuracy"),
        (THREE, SPARSE, "CategoricalAccuracy"),
        (THREE, SPARSE, "mae"),
        (THREE, SPARSE, "Precision"),
        (THREE, SPARSE, "{F1Score: macro}"),
        (SOFTMAX, "categorical_crossentropy", "SparseCategoricalAccuracy"),
        (SOFTMAX, "categorical_crossentropy", "Accuracy"),
        (SIGMOID, "binary_crossentropy", "{SparseTopKCategoricalAccuracy: 2}"),
        (ONE, BINARY, "accuracy"),
        (ONE, BINARY, "BinaryAccuracy"),
        (ONE, BINARY, "AUC"),
        (ONE, BINARY, "Recall"),
        (ONE, BINARY, "mse"),
        (ONE, "=binary_crossentropy(y_true, y_pred, from_logits=true)", "AUC"),
    ],
)
def test_a_metric_that_does_not_fit(model, loss, metric, told):
    (found,) = told(trained(model, f"loss: {loss}\nmetrics: [{metric}]"))
    assert found == ("metric-mismatch", metric.strip("{}").partition(":")[0])


@pytest.mark.parametrize(
    ("model", "loss", "metric"),
    [
        (ONE, "mse", "mae"),
        (ONE, "mse", "R2Score"),
        (SIGMOID, "mse", "accuracy"),
        (SIGMOID, "mse", "AUC"),
        ("layers: {a: {Dense: 3}}\ncall: softmax(a(x)) * 2", "mse", "accuracy"),
        ("layers: {a: {Dense: 3}}\ncall: a(x) * softmax(a(x))", "mse", "accuracy"),
        (THREE, SPARSE, "accuracy"),
        (THREE, SPARSE, "{SparseTopKCategoricalAccuracy: 2}"),
        (THREE, SPARSE, "{MeanIoU: {num_classes: 3, sparse_y_pred: false}}"),
        (THREE, SPARSE, '{error: "=mean(y_pred, axis=-1)"}'),
        (SOFTMAX, "categorical_crossentropy", "CategoricalAccuracy"),
        (SOFTMAX, "categorical_crossentropy", "mse"),
        (SIGMOID, "binary_crossentropy", "accuracy"),
        (SIGMOID, "binary_crossentropy", "mae"),
        (SIGMOID, "binary_crossentropy", "AUC"),
        (THREE, BINARY, "accuracy"),
        (ONE, BINARY, "{BinaryAccuracy: {threshold: 0}}"),
        (ONE, BINARY, "{AUC: {from_logits: true}}"),
        (ONE, "hinge", "accuracy"),
        (ONE, "=mean(square(y_true - y_pred), axis=-1)", "accuracy"),
    ],
)
def test_a_metric_that_fits_or_may_fit(model, loss, metric, codes):
    assert codes(trained(model, f"loss: {loss}\nmetrics: [{metric}]")) == []


@pytest.mark.parametrize(
    ("model", "loss", "metric", "repair"),
    [
        (THREE, SPARSE, "Accuracy", "`accuracy`"),
        (THREE, SPARSE, "CategoricalAccuracy", "`SparseCategoricalAccuracy`"),
        (SOFTMAX, "categorical_crossentropy", "SparseCategoricalAccuracy", "`CategoricalAccuracy`"),
        (ONE, BINARY, "accuracy", "`{BinaryAccuracy: {threshold: 0}}`"),
        (ONE, BINARY, "AUC", "`{AUC: {from_logits: true}}`"),
    ],
)
def test_the_repair_fits(model, loss, metric, repair, warnings):
    (found,) = warnings(trained(model, f"loss: {loss}\nmetrics: [{metric}]"))
    assert found.help == f"write {repair}"
    fixed = repair.strip("`")
    assert warnings(trained(model, f"loss: {loss}\nmetrics: [{fixed}]")) == ()


def test_metrics_of_an_output_stand_beside_its_loss(codes):
    model = 'layers: {a: {Dense: 1}, b: {Dense: 3}}\ncall: |\n  return {"a": a(x), "b": b(x)}\n'
    train = f"loss: {{a: mse, b: {SPARSE}}}\nmetrics: {{a: [mae], b: [accuracy]}}"
    targets = "{a: =y, b: =y}"
    assert codes(trained(model, train, targets=targets)) == []
    turned = train.replace("[mae]", "[accuracy]").replace("b: [accuracy]", "b: [mae]")
    assert codes(trained(model, turned, targets=targets)) == ["metric-mismatch"] * 2
