"""How far values are off, as scikit-learn measures it of what `predict` gives."""

import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error, r2_score

from tests.runs.outcomes.conftest import homes
from wtspec.runs.outcomes.residuals import residuals_of

PIXELS = """
wtspec: 1
model: {inputs: {x: [batch, 64]}, sequential: [{Dense: 64}]}
data:
  source: {sklearn: digits}
  inputs: {x: =data / 16}
  targets: =data / 16
  split: {test: 0.05}
train: {epochs: 1, optimizer: adam, loss: LOSS}
"""


def check(found, true, predicted):
    assert found.mean_absolute_error == pytest.approx(mean_absolute_error(true, predicted))
    assert found.r2 == pytest.approx(r2_score(true, predicted))
    np.testing.assert_allclose(found.true, true, rtol=1e-5)
    np.testing.assert_allclose(found.predicted, predicted, rtol=1e-5, atol=1e-5)
    counts, edges = np.histogram(predicted - true, bins=len(found.counts))
    assert found.counts == counts.tolist()
    assert (found.low, found.high) == pytest.approx((edges[0], edges[-1]))


@pytest.mark.parametrize(
    ("targets", "loss", "units", "names"),
    [
        ("=area", "mse", 1, ["area"]),
        ('"=standardize(price)"', "huber", 1, ["price"]),
        ('"=expand_dims(minmax(log(price)), -1)"', "mae", 1, ["price"]),
        ('"=minmax(price)"', "{BinaryCrossentropy: {from_logits: true}}", 1, ["price"]),
        ('"=area / 10"', '"=square(y_true - y_pred)"', 1, ["area"]),
        ('"=stack([standardize(price), area / 10], axis=-1)"', "mae", 2, ["price", "area"]),
    ],
)
def test_values_are_compared_in_the_units_of_their_columns(
    ready, outcomes, predicted, targets, loss, units, names
):
    # `minmax` of rows that are no training rows may leave what a cross-entropy takes.
    overrides = [("data.split", "null")] if "Binary" in loss else []
    job = ready(homes(targets, loss, units), overrides)
    found = outcomes(job)
    (one,) = found.outcomes
    rows, given = predicted(job)
    assert (one.confusion, found.remarks) == (None, [])
    assert [several.name for several in one.residuals] == names
    for several in one.residuals:
        name = several.name
        check(several, rows[name].astype(float), given.get(f"predicted_{name}", given.get(name)))


def test_what_cannot_be_taken_back_is_on_the_scale_of_the_model(ready, outcomes):
    job = ready(homes('"=area + z"', "mse"))
    found = outcomes(job)
    (values,) = found.outcomes[0].residuals
    rows = job.parts["test"]
    check(values, rows.targets, job.model.predict(rows.inputs, verbose=0)[:, 0].astype(float))
    assert values.name == "output"
    assert found.remarks == ["`output` is on the model's scale: `area + z` can't be taken back."]


@pytest.mark.parametrize(
    "loss", ["mse", '"=sum(binary_crossentropy(y_true, y_pred, from_logits=true), axis=-1)"']
)
def test_what_is_drawn_anew_is_compared_value_by_value(ready, outcomes, loss):
    job = ready(PIXELS.replace("LOSS", loss))
    (one,) = outcomes(job).outcomes
    (values,) = one.residuals
    rows = job.parts["test"]
    given = job.model.predict(rows.inputs, verbose=0).astype(float)
    given = given if loss == "mse" else 1 / (1 + np.exp(-given))
    true, given = rows.targets.ravel() * 16, given.ravel() * 16
    assert (values.name, len(values.true)) == ("data", 2000)
    assert values.mean_absolute_error == pytest.approx(mean_absolute_error(true, given), rel=1e-5)
    assert values.r2 == pytest.approx(r2_score(true, given), rel=1e-4)
    assert sum(values.counts) == len(true)
    assert one.confusion is None


def test_a_loss_that_does_not_tell_what_is_compared_leaves_the_worst_rows(ready, outcomes):
    found = outcomes(ready(homes("=area", '"=abs(y_true ** 2 - y_pred)"')))
    (one,) = found.outcomes
    assert (one.confusion, one.residuals) == (None, [])
    assert one.worst
    assert found.remarks == [
        "The loss of `output` does not tell what it means: nothing is compared."
    ]


def test_an_output_of_another_shape_than_its_targets_is_not_compared(ready, outcomes):
    loss = '"=mean(square(expand_dims(y_true, -1) - y_pred), axis=-1)"'
    found = outcomes(ready(homes("=area", loss, 3)))
    assert found.outcomes == []
    told = "`output` has other positions than its targets: no outcomes are told."
    assert found.remarks == [told]


def test_an_output_without_rows_is_not_compared(ready, outcomes):
    job = ready(homes("=area", "mse", "layers: {d: {Dense: 1}}, call: 'd(a)[:1]'"))
    found = outcomes(job)
    assert found.outcomes == []
    assert found.remarks == ["No output has a row for each row of the data: no outcomes are told."]


def test_values_without_any_variance_have_no_share_that_is_explained():
    true = np.full(4, 2.0)
    (found,) = residuals_of(("y",), true, np.array([1.0, 2, 3, 4]), np.ones(4, bool))
    assert found.r2 is None
    assert found.mean_absolute_error == 1


def test_numbers_that_are_none_are_left_out_of_what_is_compared():
    predicted = np.array([1.0, np.nan, np.inf, 4])
    (found,) = residuals_of(("y",), np.arange(4.0), predicted, np.array([True, True, True, False]))
    assert (found.true, found.predicted) == ([0.0], [1.0])
    nothing = residuals_of(("y",), np.arange(4.0), np.full(4, np.nan), np.ones(4, bool))
    assert nothing == []


@pytest.mark.parametrize("errors", [[0.0, 0.0], [1e16, 1e16 + 2], [1.0, 1 + 1e-16], [-5e-324, 0]])
def test_errors_that_are_all_but_the_same_have_a_histogram(errors):
    (found,) = residuals_of(("y",), np.zeros(2), np.array(errors), np.ones(2, bool))
    assert sum(found.counts) == 2
    assert found.low < found.high


def test_numbers_without_end_are_left_out():
    (found,) = residuals_of(("y",), np.zeros(2), np.array([1e300, 1.0]), np.ones(2, bool))
    assert found.mean_absolute_error == 1


def test_of_many_values_points_are_drawn_evenly_and_few_of_many_columns():
    values = np.arange(50_000.0)
    (found,) = residuals_of(("y",), values, values, np.ones(50_000, bool))
    assert len(found.true) == 2000
    assert set(np.diff(found.true)) == {25.0}
    names = tuple(map(str, range(20)))
    wide = np.ones((5000, 20))
    several = residuals_of(names, wide, wide, wide > 0)
    assert [one.name for one in several] == list(names[:12])
    assert sum(len(one.true) for one in several) <= 12 * 200
