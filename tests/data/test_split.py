import hashlib
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wtspec.data.check_split import check_batch_size, check_split
from wtspec.data.dividing import label_codes as numbered
from wtspec.data.split import part_of_rows, split_rows
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


@pytest.mark.parametrize(
    ("options", "recorded"),
    [
        ({"seed": 0}, "c376a0acf97a85dc"),
        ({"seed": 3}, "debd70d276e25ee4"),
        ({"shuffle": False}, "a3d44437f284b46e"),
        ({"seed": 2, "stratify": np.arange(5000) ** 2 % 7}, "57334d5c6f9cd888"),
    ],
)
def test_parts_are_those_of_earlier_versions(options, recorded):
    parts = split_rows(5000, THIRDS, **options)
    places = b"".join(np.asarray(rows, "<i8").tobytes() for rows in parts.values())
    assert hashlib.sha256(places).hexdigest()[:16] == recorded


@pytest.mark.parametrize("role", ["stratify", "group"])
def test_labels_give_the_same_parts_as_their_numbers(role):
    numbers = np.random.default_rng(0).integers(0, 9, 300)
    texts = np.array([f"c{one}" for one in numbers], object)
    one, other = (part_of_rows(300, THIRDS, 4, **{role: labels}) for labels in (numbers, texts))
    assert one.dtype == np.uint8
    assert one.tolist() == other.tolist()


def test_labels_in_pieces_are_numbered_as_in_one(monkeypatch):
    monkeypatch.setattr(numbered, "ROWS_AT_ONCE", 7)
    numbers = np.array([3.5, np.nan, -1.0, 3.5, 8.0] * 9)
    texts = np.array(["b", "", "a", "b", "zz"] * 9, object)
    for labels, expected in ((numbers, [1, 3, 0, 1, 2]), (texts, [2, 0, 1, 2, 3])):
        codes = numbered.label_codes(labels[at : at + 4] for at in range(0, 45, 4))
        assert codes.tolist() == expected * 9


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("int8", [-128, 127, 0, -128]),
        ("uint64", [2**64 - 1, 2**64 - 3, 2**64 - 2, 2**64 - 1]),
        ("int64", [-(2**63), 2**63 - 1, 0, -(2**63)]),
        ("bool", [False, True, True, False]),
    ],
)
def test_whole_numbers_of_any_width_are_numbered_in_their_order(kind, labels):
    _, expected = np.unique(np.array(labels, kind), return_inverse=True)
    assert numbered.label_codes([np.array(labels, kind)]).tolist() == expected.tolist()


LABELS = st.lists(st.integers(0, 30), min_size=4, max_size=120).map(np.array)


@given(labels=LABELS, seed=st.integers(0, 99))
def test_no_group_is_in_two_parts_and_every_part_has_one(labels, seed):
    assume(len(set(labels.tolist())) > 2)
    codes = part_of_rows(len(labels), THIRDS, seed, group=labels)
    assert len(set(zip(labels, codes, strict=True))) == len(set(labels))
    assert set(codes) == {0, 1, 2}


@given(labels=LABELS)
def test_ordered_parts_follow_each_other_and_tear_no_value(labels):
    assume(len(set(labels.tolist())) > 2)
    codes = part_of_rows(len(labels), THIRDS, order=labels)
    assert (np.diff(codes[np.argsort(labels, kind="stable")].astype(int)) >= 0).all()
    assert len(set(zip(labels, codes, strict=True))) == len(set(labels))
    assert set(codes) == {0, 1, 2}


@pytest.mark.parametrize("seed", range(5))
def test_grouped_parts_have_the_sizes_of_their_shares(seed):
    groups = np.repeat(np.arange(200), np.random.default_rng(seed).integers(1, 20, 200))
    ours = np.bincount(part_of_rows(len(groups), THIRDS, seed, group=groups)) / len(groups)
    assert ours == pytest.approx([0.7, 0.1, 0.2], abs=0.001)


@pytest.mark.parametrize("others", [2, 10])
def test_a_group_of_most_rows_trains_and_the_others_are_shared_out(others):
    groups = np.array([0] * 90 + [1 + at % others for at in range(10)])
    codes = part_of_rows(100, {"validation": 0.1, "test": 0.1}, group=groups)
    assert np.bincount(codes).tolist() == [90, 5, 5]


@pytest.mark.parametrize("role", ["group", "order"])
def test_fewer_values_than_parts_are_refused(role):
    with pytest.raises(ValueError, match="parts"):
        part_of_rows(100, THIRDS, **{role: np.arange(100) % 2})


def test_dividing_takes_a_few_bytes_a_row():
    rows = 2_000_000
    labels = (np.arange(rows) % 50).astype("uint8")
    for most, options in ((8, {}), (16, {"stratify": labels}), (12, {"group": labels})):
        tracemalloc.start()
        part_of_rows(rows, THIRDS, **options)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < most * rows + 64 * (1 << 20), options
