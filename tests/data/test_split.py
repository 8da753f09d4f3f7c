import subprocess
import sys

import numpy as np
import pytest

from wtspec.data.check_split import check_batch_size, check_split
from wtspec.data.split import split_rows
from wtspec.errors import Report

THIRDS = {"validation": 0.1, "test": 0.2}


@pytest.mark.parametrize("rows", [3, 10, 97, 1797])
@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("labels", [None, 3])
def test_every_row_is_in_one_part(rows, shuffle, labels):
    stratify = None if labels is None else np.arange(rows) % labels
    parts = split_rows(rows, THIRDS, shuffle=shuffle, stratify=stratify)
    assert list(parts) == ["train", "validation", "test"]
    assert sorted(np.concatenate(list(parts.values()))) == list(range(rows))
    assert len(parts["validation"]) == max(1, round(rows * 0.1))
    assert len(parts["test"]) == max(1, round(rows * 0.2))


def test_unshuffled_parts_follow_each_other():
    parts = split_rows(10, THIRDS, shuffle=False)
    assert parts["train"].tolist() == list(range(7))
    assert parts["validation"].tolist() == [7]
    assert parts["test"].tolist() == [8, 9]


def test_seed_decides_the_rows():
    first, same, other = (split_rows(100, THIRDS, seed)["test"].tolist() for seed in (1, 1, 2))
    assert first == same != other


def test_split_is_the_same_in_another_process():
    code = (
        "from wtspec.data.split import split_rows;"
        "print(split_rows(50, {'test': 0.2}, 7)['test'].tolist())"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert printed.decode().strip() == str(split_rows(50, {"test": 0.2}, 7)["test"].tolist())


def test_stratified_parts_share_each_label_out_in_proportion():
    labels = np.array(["a"] * 600 + ["b"] * 300 + ["c"] * 100, object)
    parts = split_rows(1000, THIRDS, stratify=labels)
    for part, share in (("train", 0.7), ("validation", 0.1), ("test", 0.2)):
        found = labels[parts[part]]
        for label, count in (("a", 600), ("b", 300), ("c", 100)):
            assert abs(int((found == label).sum()) - share * count) <= 1


def test_split_without_parts_trains_on_every_row():
    assert split_rows(3, {})["train"].tolist() == [0, 1, 2]


@pytest.mark.parametrize(("rows", "fractions"), [(2, THIRDS), (10, {"test": 1.0}), (0, {})])
def test_empty_training_split_is_refused(rows, fractions):
    report = Report()
    check_split(rows, fractions, report)
    assert [found.code for found in report.diagnostics] == ["empty-training-split"]
    with pytest.raises(ValueError, match="none is left to train on"):
        split_rows(rows, fractions)


def test_batch_larger_than_the_data_is_refused_only_if_it_would_be_dropped():
    report = Report()
    check_batch_size(10, 32, 1, drop_remainder=False, report=report)
    assert not report.failed
    check_batch_size(10, 32, 1, drop_remainder=True, report=report)
    assert [found.code for found in report.diagnostics] == ["no-batches"]


def test_batches_of_an_update_larger_than_the_data_are_refused_likewise():
    report = Report()
    check_batch_size(10, 4, 3, drop_remainder=True, report=report)
    (found,) = report.diagnostics
    assert found.message == "10 training rows do not fill the 3 batches of a step, of 4"
    assert found.expected == "a `batch_size` of at most 3"
