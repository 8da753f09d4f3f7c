import keras
import numpy as np
import pytest

from wtspec.train.measure import Measurer, measure


def test_measuring_covers_the_short_last_batch_exactly(linear, regression):
    made, given = linear(), regression(21)
    error = made.predict(given.inputs, verbose=0) - given.targets
    found = measure(made, given, batch_size=8)
    assert found["loss"] == pytest.approx(float(np.mean(error**2)), rel=1e-6)
    assert found["mae"] == pytest.approx(float(np.mean(np.abs(error))), rel=1e-6)


def test_measuring_gives_what_keras_evaluate_gives(regression):
    made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_regularizer="l2")])
    made.compile(loss="mse", metrics=[keras.metrics.AUC(name="auc"), "mae"])
    rows = regression(21)
    rows = type(rows)(rows.inputs, (rows.targets > 0).astype("float32"))
    theirs = made.evaluate(rows.inputs, rows.targets, batch_size=8, return_dict=True, verbose=0)
    assert measure(made, rows, batch_size=8) == pytest.approx(theirs, rel=1e-6)


def test_rows_of_another_count_are_measured_by_the_same_measurer(linear, regression):
    made = linear()
    measurer = Measurer(made, 8)
    for count in (21, 16, 3, 21):
        rows = regression(count)
        assert measurer.measure(rows) == pytest.approx(measure(made, rows, 5), rel=1e-5)


def test_parts_of_as_many_rows_share_a_program(linear, regression, monkeypatch):
    made = linear()
    parts = [regression(21), regression(21), regression(16)]
    parts[1].targets[:] += 1
    measurer, traced = Measurer(made, 8, parts), []
    trace = measurer.compiler.trace
    monkeypatch.setattr(
        measurer.compiler, "trace", lambda *given: traced.append(given) or trace(*given)
    )
    measurer.prepare()
    assert len(traced) == 3  # 21 rows have a short batch, 16 have none
    assert measurer.measure(parts[1]) == pytest.approx(measure(made, parts[1], 8), rel=1e-6)
    assert measurer.measure(parts[0]) == pytest.approx(measure(made, parts[0], 8), rel=1e-6)


def test_measuring_leaves_weights_and_optimizer_as_they_were(train, linear, regression):
    made, rows = linear(), regression()
    train(made, rows, epochs=1)
    before = [np.array(one.value) for one in (*made.weights, *made.optimizer.variables)]
    measure(made, rows, 8)
    after = [np.array(one.value) for one in (*made.weights, *made.optimizer.variables)]
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
