import numpy as np
import pytest

from wtspec.data.class_weights import weigh_classes
from wtspec.data.rows import Rows
from wtspec.train.numbers import numbers

X = np.zeros((4, 2), "float32")


@pytest.mark.parametrize(
    "targets",
    [
        np.array([0, 2, 1, 2]),
        np.array([[0], [2], [1], [2]]),
        np.eye(3)[[0, 2, 1, 2]],
    ],
    ids=["labels", "column", "one-hot"],
)
def test_rows_weigh_as_their_classes_do(targets):
    found = weigh_classes(targets, None, {0: 3.0, 2: 0.5})
    np.testing.assert_array_equal(found, np.array([3.0, 0.5, 1.0, 0.5], "float32"))


def test_positions_weigh_as_their_classes_do():
    targets = np.eye(3)[[[0, 2], [1, 2]]]
    np.testing.assert_array_equal(weigh_classes(targets, None, {0: 3.0}), [[3, 1], [1, 1]])


def test_weights_of_rows_and_classes_multiply():
    weights = np.array([1.0, 2.0, 3.0, 4.0], "float32")
    found = weigh_classes(np.array([0, 0, 1, 1]), weights, {1: 10.0})
    np.testing.assert_array_equal(found, [1, 2, 30, 40])


def test_metric_of_a_number_a_class_becomes_several_numbers():
    logs = {"loss": np.float32(0.5), "f1": np.array([0.25, 1.0]), "more": {"acc": 1}}
    assert numbers(logs) == {"loss": 0.5, "f1_0": 0.25, "f1_1": 1.0, "acc": 1.0}


def test_rows_are_counted_in_one_array_or_several():
    assert Rows(X).count == Rows({"a": X, "b": X}).count == 4
