import numpy as np
import pytest

from wtspec.data.profile import drift, summaries
from wtspec.data.profile.drift import find_drift
from wtspec.data.profile.summaries import amounts, summarize_column

DRAW = np.random.default_rng(0)


def test_amounts_are_those_of_all_finite_numbers(monkeypatch):
    monkeypatch.setattr(summaries, "_AT_ONCE", 100)
    array = DRAW.normal(3, 2, (500, 4))
    array[7, 1], array[9, 2] = np.nan, np.inf
    known = array[np.isfinite(array)]
    found = amounts(array)
    assert (found.low, found.high) == (known.min(), known.max())
    assert (found.mean, found.std) == pytest.approx((known.mean(), known.std()))
    assert amounts(np.full(3, np.nan)) is None
    assert amounts(np.array([True, False, True, True])).mean == 0.75


def test_a_column_of_text_has_its_most_frequent_one():
    found = summarize_column("x", np.array(["a", "b", "", "b"], object))
    assert (found.missing, found.distinct, found.most) == (0.25, 2, ("b", 0.5))


@pytest.mark.parametrize("classes", [2, 20, 1000])
def test_what_is_drawn_alike_does_not_drift(classes):
    for _ in range(20):
        train, test = DRAW.integers(0, classes, 800), DRAW.integers(0, classes, 100)
        for kind in (int, float):
            assert not find_drift("x", "test", train.astype(kind), test.astype(kind)).is_large
        texts = [one.astype(str).astype(object) for one in (train, test)]
        assert not find_drift("x", "test", *texts).is_large


def test_a_scale_that_changes_drifts_though_the_mean_stays():
    found = find_drift("x", "test", DRAW.normal(0, 1, 2000), DRAW.normal(0, 3, 500))
    assert found.is_large
    assert abs(found.shift) < 0.3


def test_the_farthest_column_of_a_matrix_is_named(monkeypatch):
    monkeypatch.setattr(drift, "_MOST_VALUES", 1000)
    train, test = DRAW.normal(size=(400, 3, 2)), DRAW.normal(size=(100, 3, 2))
    test[:, 1, 1] += 5
    found = find_drift("image", "test", train, test)
    assert (found.column, found.is_large) == ("image[1, 1]", True)
