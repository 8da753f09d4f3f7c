import numpy as np
import pytest

from wtspec.data.columns import Columns
from wtspec.data.fingerprint import Hasher, changes, fingerprint

ROWS = 10_000
NAMES = ("x", "name")


def columns(**changed):
    arrays = {
        "x": np.arange(ROWS, dtype="float32"),
        "name": np.array([f"flower {at}" for at in range(ROWS)], object),
        "note": np.zeros(ROWS),
    }
    return Columns({**arrays, **changed}, "a table")


def told(before, after, numbers=None):
    places = np.arange(before.rows)
    recorded = fingerprint(before, NAMES, places)
    now = fingerprint(after, NAMES, places if numbers is None else numbers)
    return changes(recorded, now)


def with_one(array, at, value):
    changed = array.copy()
    changed[at] = value
    return changed


def test_same_rows_are_not_told():
    assert told(columns(), columns()) == []


@pytest.mark.parametrize("at", [0, 1, 4_095, 7_777, ROWS - 1])
def test_one_changed_number_is_told_wherever_it_is(at):
    x = with_one(columns().arrays["x"], at, -1)
    assert told(columns(), columns(x=x)) == ["other values of `x`"]


@pytest.mark.parametrize("at", [0, 1, 4_095, 7_777, ROWS - 1])
def test_one_changed_text_is_told_wherever_it_is(at):
    name = with_one(columns().arrays["name"], at, "weed")
    assert told(columns(), columns(name=name)) == ["other values of `name`"]


def test_texts_are_parted_where_they_end():
    before = np.array(["a\0b", "c"] * (ROWS // 2), object)
    after = np.array(["a", "b\0c"] * (ROWS // 2), object)
    assert told(columns(name=before), columns(name=after)) == ["other values of `name`"]


def test_exchanged_rows_are_told():
    x = columns().arrays["x"][::-1]
    assert told(columns(), columns(x=x)) == ["other values of `x`"]


def test_other_dtype_and_other_shape_are_told():
    x = columns().arrays["x"]
    assert told(columns(), columns(x=x.astype("float64"))) == ["other values of `x`"]
    assert told(columns(x=x.reshape(-1, 1)), columns()) == ["other values of `x`"]


def test_layout_in_memory_is_no_change():
    x = columns().arrays["x"]
    matrix = np.stack([x, x], axis=1)
    assert told(columns(x=matrix), columns(x=np.asfortranarray(matrix))) == []
    assert told(columns(x=x), columns(x=x.astype(">f4"))) == []


def test_column_that_no_formula_reads_is_no_change():
    assert told(columns(), columns(note=np.ones(ROWS))) == []


def test_columns_that_come_and_go_are_told():
    less = Columns({"x": columns().arrays["x"]}, "a table")
    assert told(columns(), less) == ["no column `name`"]
    assert told(less, columns()) == ["a new column `name`"]


def test_number_of_rows_is_told_alone():
    more = columns().take(np.arange(ROWS - 1))
    assert told(columns(), more, np.arange(ROWS - 1)) == [f"{ROWS - 1} rows, and not {ROWS}"]


def test_other_places_are_told():
    assert told(columns(), columns(), np.arange(1, ROWS + 1)) == ["other rows of the source"]


@pytest.mark.parametrize("recorded", [{}, {"rows": ROWS, "columns": 3}, {"rows": [1]}])
def test_damaged_record_is_a_difference(recorded):
    assert changes(recorded, fingerprint(columns(), NAMES, np.arange(ROWS)))


@pytest.mark.parametrize("size", [999, 4095, 65_536])
def test_rows_that_come_in_pieces_have_the_fingerprint_of_the_whole(size):
    count = 140_000
    texts = np.array([f"flower\0{at}" for at in range(count)], object)
    table = Columns({"name": texts, "x": np.arange(2.0 * count).reshape(count, 2)}, "a table")
    hasher = Hasher(NAMES, count)
    for start in range(0, count, size):
        places = np.arange(start, min(count, start + size))
        hasher.add(table.take(places), places)
    assert hasher.fingerprint() == fingerprint(table, NAMES, np.arange(count))
