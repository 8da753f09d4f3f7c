"""`class_weight`: balanced, and by the names of classes."""

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

from wtspec.data.class_weights import balance, by_label, count_classes
from wtspec.data.labels.labels import Labels


@pytest.mark.parametrize("weighted", [False, True])
def test_balanced_weights_are_those_of_scikit_learn(weighted):
    generator = np.random.default_rng(0)
    labels = generator.choice([0, 1, 4], 200, p=[0.7, 0.25, 0.05])
    weights = generator.random(200).astype("float32") if weighted else None
    theirs = compute_class_weight(
        "balanced", classes=np.array([0, 1, 4]), y=labels, sample_weight=weights
    )
    found = balance(count_classes(labels, weights))
    np.testing.assert_allclose([found[label] for label in (0, 1, 4)], theirs, rtol=1e-6)


def test_counts_of_pieces_add_up_to_those_of_all_rows():
    labels = np.array([0, 2, 2, 1, 0, 0])
    pieces = [count_classes(labels[:2]), count_classes(labels[2:])]
    added = {label: sum(one.get(label, 0) for one in pieces) for label in (0, 1, 2)}
    assert balance(added) == balance(count_classes(labels))


def test_a_class_whose_rows_all_weigh_nothing_takes_no_share():
    weights = np.array([1.0, 1.0, 0.0])
    assert balance(count_classes(np.array([0, 1, 2]), weights)) == {0: 1.0, 1: 1.0}


def test_vectors_count_as_their_labels():
    assert count_classes(np.eye(3)[[0, 2, 2]]) == {0: 1, 2: 2}


@pytest.mark.parametrize(
    ("names", "key", "label"),
    [
        (["Adelie", "Gentoo"], "Gentoo", 1),
        (["Adelie", "Gentoo"], 1, 1),
        (["Adelie", "Gentoo"], 2, None),
        (["1", "7"], 7, 1),
        ([3, 5, 7], 5, 1),
        ([3, 5, 7], 0, None),
        ([3.0, 4.5], 3, 0),
        ([3.0, 4.5], "4.5", 1),
        ([-1, 1], -1, 0),
        ([False, True], "true", 1),
        (["a", "A"], "A", 1),
    ],
)
def test_a_key_names_a_class_as_the_data_do(names, key, label):
    assert Labels(tuple(names)).label(key) == label


def test_weights_by_name_are_weights_by_label():
    assert by_label({"b": 2.0, "z": 3.0}, ["a", "b"], 1) == {2: 2.0}
