import csv

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from wtspec.data.table import read
from wtspec.data.table.table import read_table
from wtspec.data.table.targets import find_target
from wtspec.errors import SpecError

DRAW = np.random.default_rng(0)


def saved(path, columns):
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def test_a_target_of_decimals_or_of_many_whole_numbers_is_an_amount():
    assert not find_target("y", DRAW.normal(size=100)).is_label
    assert not find_target("y", np.array([0.5, 1.5] * 50)).is_label
    assert not find_target("y", np.arange(100)).is_label
    assert find_target("y", np.arange(100) % 5 + 3.0).is_label
    assert find_target("y", np.array([True, False] * 50)).is_label


def test_the_rows_of_each_class_are_counted_without_the_missing_ones():
    target = find_target("y", np.array(["a"] * 30 + ["b"] * 12 + [""] * 8, object))
    assert (target.classes, target.gaps) == ((("a", 30), ("b", 12)), 8)


@pytest.mark.parametrize(
    "values",
    [
        np.full(50, 2),
        np.full(50, np.nan),
        np.array(["a"] * 50, object),
        np.array([f"name {at}" for at in range(50)], object),
        np.zeros((50, 3)),
    ],
)
def test_what_can_not_be_predicted_is_refused(values):
    with pytest.raises(SpecError, match="unusable-target"):
        find_target("y", values)


def test_rows_of_one_person_are_a_group(tmp_path):
    columns = {
        "patient": np.repeat(np.arange(40) * 7, 4),
        "x": DRAW.normal(size=160),
        "y": DRAW.normal(size=160),
    }
    table = read_table(saved(tmp_path / "a.csv", columns), "y")
    assert table.group == "patient"
    assert [column.name for column in table.columns] == ["x"]


def test_numbers_that_come_back_are_no_group(tmp_path):
    columns = {
        "rooms": DRAW.integers(1, 40, 160),
        "Sample Number": np.tile(np.arange(40), 4),
        "y": DRAW.normal(size=160),
    }
    assert read_table(saved(tmp_path / "a.csv", columns), "y").group is None


def test_a_column_that_tells_the_target_is_pointed_at(tmp_path):
    y = DRAW.normal(size=100)
    columns = {"x": DRAW.normal(size=100), "dollars": 2 * y + 1, "y": y}
    assert read_table(saved(tmp_path / "a.csv", columns), "y").telling == ("dollars",)
    kind = np.arange(100) % 3
    columns = {"x": DRAW.normal(size=100), "code": [f"k{one}" for one in kind], "kind": kind}
    assert read_table(saved(tmp_path / "b.csv", columns), "kind").telling == ("code",)


def test_a_name_that_formulas_can_not_say_is_left_out(tmp_path):
    columns = {"a\nb": DRAW.normal(size=50), "x": DRAW.normal(size=50), "y": DRAW.normal(size=50)}
    table = read_table(saved(tmp_path / "a.csv", columns), "y")
    assert [one.name for one in table.left_out] == ["a\nb"]
    with pytest.raises(SpecError, match="formulas can't say"):
        read_table(tmp_path / "a.csv", "a\nb")


def test_a_large_csv_file_is_looked_at_in_places(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGE", 20_000)
    label = np.repeat(["a", "b", "c"], 4000)
    columns = {"x": DRAW.normal(size=12000).round(3), "note": ["a\nb, c"] * 12000, "y": label}
    table = read_table(saved(tmp_path / "a.csv", columns), "y")
    assert not table.is_whole
    assert 300 < table.rows < 12000
    assert len(table.target.classes) == 3


def test_a_large_parquet_file_is_looked_at_in_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGE", 60_000)
    columns = {"x": DRAW.normal(size=12000), "y": np.repeat([1, 2, 3], 4000)}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet", row_group_size=500)
    table = read_table(tmp_path / "a.parquet", "y")
    assert (table.kind, table.is_whole) == ("parquet", False)
    assert 500 <= table.rows < 12000
    assert len(table.target.classes) == 3


def test_a_row_group_that_is_large_is_looked_at_in_part(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGE", 20_000)
    columns = {"x": DRAW.normal(size=12000), "y": np.arange(12000) % 3}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert 500 <= read_table(tmp_path / "a.parquet", "y").rows < 12000


@pytest.mark.parametrize("word", ["?", "--", "unknown", "n.d."])
def test_a_word_for_missing_numbers_is_found(tmp_path, word):
    columns = {"x": [word if row % 9 == 0 else row / 7 for row in range(90)], "y": range(90)}
    table = read_table(saved(tmp_path / "a.csv", columns), "y")
    assert word in table.dialect.null_values
    assert (table.columns[0].kind, table.columns[0].gaps) == ("number", 10)


@pytest.mark.parametrize("word", ["high", "A1", "12b"])
def test_a_word_that_says_something_leaves_a_column_text(tmp_path, word):
    columns = {"x": [word if row % 9 == 0 else row % 8 for row in range(90)], "y": range(90)}
    table = read_table(saved(tmp_path / "a.csv", columns), "y")
    assert table.dialect.null_values is None
    assert table.columns[0].kind == "category"
