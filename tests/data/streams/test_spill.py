import os

import numpy as np
import pytest

from wtspec.data.rows import Rows, first_of, joined
from wtspec.data.streams import spill as module
from wtspec.data.streams.spill import new_spill

ROWS = 50_000


def some_rows(count=ROWS):
    places = np.arange(count)
    x = np.stack([places, -places], axis=1).astype("float32")
    return Rows({"x": x, "y": places.astype("int32")}, places % 3, None, places)


@pytest.fixture
def spilled():
    rows = some_rows()
    spill = new_spill(rows, ROWS, "flowers")
    for start in range(0, ROWS, 7001):
        spill.add(rows.each(lambda array, start=start: array[start : start + 7001]))
    spill.done()
    return spill


def test_rows_come_back_in_order(spilled):
    rows = joined(list(spilled.epoch(0, 0, 0, shuffle=False)))
    for array, expected in zip(rows.all_arrays, some_rows().all_arrays, strict=True):
        np.testing.assert_array_equal(array, expected)


def test_each_epoch_has_every_row_once_in_another_order(spilled):
    first, second = (joined(list(spilled.epoch(5, number, 0, shuffle=True))) for number in range(2))
    assert sorted(first.numbers) == sorted(second.numbers) == list(range(ROWS))
    assert not np.array_equal(first.numbers, second.numbers)
    np.testing.assert_array_equal(first.inputs["x"][:, 0], first.numbers)
    np.testing.assert_array_equal(first.targets, first.numbers % 3)


@pytest.mark.parametrize("first", [1, 20_000, ROWS - 1])
@pytest.mark.parametrize("shuffle", [False, True])
def test_epoch_that_is_begun_later_goes_on_as_it_would(spilled, monkeypatch, first, shuffle):
    monkeypatch.setattr("wtspec.data.streams.mixing.WINDOW_BYTES", 1 << 18)
    whole = joined(list(spilled.epoch(5, 3, 0, shuffle=shuffle)))
    rest = joined(list(spilled.epoch(5, 3, first, shuffle=shuffle)))
    np.testing.assert_array_equal(rest.numbers, whole.numbers[first:])


def test_sorted_rows_are_mixed_well(spilled, monkeypatch):
    """Each hundredth of an epoch has rows of all tenths of the source."""
    monkeypatch.setattr("wtspec.data.streams.mixing.WINDOW_BYTES", 1 << 18)
    monkeypatch.setattr(module, "_BLOCK_BYTES", 1 << 10)
    numbers = joined(list(spilled.epoch(5, 0, 0, shuffle=True))).numbers
    tenths = (numbers * 10 // ROWS).reshape(100, -1)
    assert min(len(set(part.tolist())) for part in tenths) >= 9


def test_rows_are_changed_as_they_are_read(spilled):
    changed = spilled.then(lambda rows: rows.each(lambda array: -array))
    rows = first_of(changed.epoch(0, 0, 0, shuffle=False), 10)
    np.testing.assert_array_equal(rows.targets, -(np.arange(10) % 3))


def test_files_have_no_names(spilled):
    assert [os.fstat(file.fileno()).st_nlink for file in spilled.files.each] == [0, 0, 0, 0]


def test_nothing_is_spilled_to_a_disk_without_room(monkeypatch):
    monkeypatch.setattr(module, "_MOST_OF_DISK", 1e-12)
    assert new_spill(some_rows(), ROWS, "flowers") is None


def test_nothing_is_spilled_where_nobody_may_write(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "_folder", lambda: str(tmp_path / "nowhere"))
    assert new_spill(some_rows(), ROWS, "flowers") is None
