"""Early stopping on rows that were learned."""

import pytest

from tests.lints.conftest import trained

MODEL = "sequential: [{Dense: 1}]"
SPLIT = "split: {validation: 0.2}"
OWN = "validation: {synthetic: {rows: 8, columns: {x: {shape: [16]}, y: {}}}}"


@pytest.mark.parametrize("data", [SPLIT, OWN])
@pytest.mark.parametrize(
    "train", ["early_stopping: {monitor: loss}", "callbacks: [{EarlyStopping: {monitor: loss}}]"]
)
def test_a_metric_of_the_training_rows_beside_rows_to_validate_on(train, data, warnings):
    (found,) = warnings(trained(MODEL, f"loss: mse\n{train}", data))
    assert found.code == "training-monitor"
    assert found.help == "write `monitor: val_loss`"
    assert "validation" in found.related[0].span.source.lines[found.related[0].span.line - 1]


@pytest.mark.parametrize(
    ("train", "data"),
    [
        ("early_stopping: {monitor: val_loss}", SPLIT),
        ("early_stopping: {patience: 3}", SPLIT),
        ("early_stopping: {monitor: loss}", ""),
        ("early_stopping: {monitor: loss}", "split: {test: 0.2}"),
        ("callbacks: [{ReduceLROnPlateau: {monitor: loss}}]", SPLIT),
    ],
)
def test_a_metric_of_rows_to_validate_on_or_none_of_them(train, data, codes):
    assert codes(trained(MODEL, f"loss: mse\n{train}", data)) == []
