"""Looks at weights while they train."""

from types import SimpleNamespace

import keras
import ml_dtypes
import numpy as np
import pytest

from wtspec.train.gauge import MOST_HISTOGRAMS, MOST_NORMS, Gauge, see_weights


def looks(epochs, begun=0):
    seen = []
    weights = {"kernel": keras.Variable(np.arange(6.0).reshape(2, 3))}
    gauge = Gauge(weights, epochs, seen.append)
    for epoch in range(begun, epochs + 1):
        gauge.look(epoch)
    return seen


def histogram_of(values):
    weight = SimpleNamespace(value=values, shape=values.shape)
    return see_weights({"w": weight}, 1).histograms["w"]


def test_short_training_is_looked_at_before_it_and_after_each_epoch():
    seen = looks(5)
    assert [one.epoch for one in seen] == [0, 1, 2, 3, 4, 5]
    assert all(one.histograms for one in seen)
    assert seen[0].norms["kernel"] == pytest.approx(np.sqrt(55))


@pytest.mark.parametrize("epochs", [257, 1000, 5000])
def test_long_training_is_looked_at_a_bounded_number_of_times_and_at_its_end(epochs):
    seen = looks(epochs)
    assert len(seen) <= MOST_NORMS + MOST_HISTOGRAMS + 2
    assert sum(bool(one.histograms) for one in seen) <= MOST_HISTOGRAMS + 2
    assert (seen[0].epoch, seen[-1].epoch) == (0, epochs)
    assert seen[0].histograms
    assert seen[-1].histograms


def test_training_that_goes_on_is_looked_at_as_one_that_never_stopped():
    whole, rest = looks(700), looks(700, begun=301)
    assert [one.epoch for one in rest] == [one.epoch for one in whole if one.epoch > 300]


def test_bins_are_those_of_numpy():
    values = np.random.default_rng(0).normal(size=1000).astype("float32")
    found = histogram_of(values)
    counts, edges = np.histogram(values.astype("float64"), 40)
    assert found.counts == counts.tolist()
    assert (found.low, found.high) == (edges[0], edges[-1])
    assert found.mean == pytest.approx(values.mean(), abs=1e-6)
    assert found.std == pytest.approx(values.std(), rel=1e-6)
    assert found.norm == pytest.approx(np.linalg.norm(values.astype("float64")), rel=1e-12)


def test_very_many_values_are_drawn_at_equal_distances_and_the_norm_is_of_all():
    values = np.ones(3_000_000, "float32")
    values[1] = 5
    found = histogram_of(values)
    assert sum(found.counts) < 300_000
    assert found.norm == pytest.approx(np.sqrt(3_000_024))


@pytest.mark.parametrize(
    "values",
    [[np.nan, 1, 2], [np.inf, -np.inf], [3, 3, 3], [], [1e308, -1e308], [True, False]],
    ids=str,
)
def test_any_values_can_be_looked_at(values):
    found = histogram_of(np.asarray(values, "float64"))
    assert sum(found.counts) <= len(values)


def test_half_precision_is_looked_at():
    seen = []
    weight = keras.Variable(np.ones(4, ml_dtypes.bfloat16), dtype="bfloat16")
    Gauge({"scale": weight}, 1, seen.append).look(0)
    assert seen[0].norms == {"scale": 2.0}
    assert seen[0].histograms["scale"].counts == [4]
