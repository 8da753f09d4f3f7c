import json

import numpy as np
import pytest

from wtspec.data.learned import Learned

TRAIN = np.array([[1.0, 5.0], [2.0, 5.0], [np.nan, 5.0], [6.0, np.nan]])


def test_standardize_has_mean_0_and_std_1_over_the_known_values():
    scaled = Learned().standardize("s", TRAIN)
    np.testing.assert_allclose(np.nanmean(scaled, axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(np.nanstd(scaled[:, 0]), 1)
    np.testing.assert_array_equal(np.isnan(scaled), np.isnan(TRAIN))


def test_standardize_of_a_constant_is_0_exactly():
    assert not Learned().standardize("s", np.full(1000, 0.1)).any()


def test_later_rows_are_scaled_by_what_the_first_taught():
    learned = Learned()
    learned.standardize("s", np.array([0.0, 2.0]))
    np.testing.assert_array_equal(learned.standardize("s", np.array([1.0, 11.0])), [0.0, 10.0])


def test_minmax_maps_the_training_rows_to_0_and_1():
    learned = Learned()
    scaled = learned.minmax("m", TRAIN)
    np.testing.assert_allclose(scaled[:, 0], [0, 0.2, np.nan, 1])
    np.testing.assert_array_equal(scaled[:3, 1], 0)
    np.testing.assert_array_equal(learned.minmax("m", np.array([[11.0, 6.0]])), [[2.0, 1.0]])


@pytest.mark.parametrize("name", ["standardize", "minmax"])
def test_column_without_any_value_stays_missing(name):
    assert np.isnan(getattr(Learned(), name)("s", np.array([np.nan, np.nan]))).all()


def test_lookup_counts_sorted_categories_from_1():
    learned = Learned()
    index = learned.lookup("c", np.array(["b", "", "a", "b"], object))
    assert (index.tolist(), index.dtype) == ([2, 0, 1, 2], np.int32)
    assert learned.classes("c") == 3


def test_lookup_gives_unseen_and_missing_0():
    learned = Learned()
    learned.lookup("t", np.array(["m", "f"], object))
    learned.lookup("n", np.array([2007.0, np.nan, 2009.0]))
    assert learned.lookup("t", np.array(["a", "z", "mm", "", "m"], object)).tolist() == [
        0, 0, 0, 0, 2,
    ]  # fmt: skip
    assert learned.lookup("n", np.array([2009, 2008, 9999])).tolist() == [2, 0, 0]


def test_lookup_of_nothing_but_missing_values_is_0():
    learned = Learned()
    assert learned.lookup("c", np.array(["", ""], object)).tolist() == [0, 0]
    assert learned.classes("c") == 1


def test_lookup_of_numbers_in_place_of_text_is_refused():
    learned = Learned()
    learned.lookup("c", np.array(["1", "A"], object))
    with pytest.raises(TypeError, match="c has learned text and received numbers"):
        learned.lookup("c", np.array([1, 2]))


def test_one_hot_is_as_wide_as_classes():
    learned = Learned()
    rows = learned.one_hot("c", np.array(["b", "a"], object))
    assert rows.tolist() == [[0, 0, 1], [0, 1, 0]]
    assert learned.one_hot("c", np.array(["z"], object)).tolist() == [[1, 0, 0]]


def test_one_hot_of_a_given_width_learns_nothing():
    learned = Learned()
    assert learned.one_hot("c", np.array([1, 0]), num_classes=2).tolist() == [[0, 1], [1, 0]]
    assert learned.state == {}


def test_what_was_learned_survives_json_to_the_last_bit():
    learned = Learned()
    x, text = np.random.default_rng(0).normal(size=(50, 3)), np.array(["é", "b"] * 25, object)
    calls = [("standardize", x), ("minmax", x), ("lookup", text), ("one_hot", text > "c")]
    before = [getattr(learned, name)(name, values) for name, values in calls]
    kept = Learned.from_json(learned.to_json())
    for (name, values), expected in zip(calls, before, strict=True):
        np.testing.assert_array_equal(getattr(kept, name)(name, values), expected, strict=True)
    assert json.loads(kept.to_json()) == json.loads(learned.to_json())


def test_what_was_read_back_never_learns_anew():
    with pytest.raises(KeyError):
        Learned.from_json("{}").standardize("s", np.array([1.0, 2.0]))


@pytest.mark.parametrize("size", [1e200, 1.7e308])
def test_values_whose_squares_no_number_holds_are_scaled(size):
    column, learned = np.array([-size, 0.0, size]), Learned()
    np.testing.assert_allclose(learned.standardize("s", column), [-(1.5**0.5), 0, 1.5**0.5])
    np.testing.assert_allclose(learned.minmax("m", column), [0, 0.5, 1])
    learned.to_json()


def test_infinite_number_is_no_category():
    with pytest.raises(ValueError, match="infinite"):
        Learned().lookup("l", np.array([1.0, np.inf]))
