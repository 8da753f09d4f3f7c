import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from wtspec.data.readers.read_arrays import read_npy
from wtspec.data.readers.read_parquet import read_parquet
from wtspec.data.stored.npy import StoredNpy
from wtspec.data.stored.parquet import StoredParquet

ROWS = 1000
GENERATOR = np.random.default_rng(0)
GAPS = GENERATOR.random(ROWS) < 0.1
LATE = np.arange(ROWS) == ROWS - 3
COLUMNS = {
    "whole": pa.array(GENERATOR.integers(-9, 9, ROWS)),
    "whole with gaps": pa.array(GENERATOR.integers(0, 9, ROWS), mask=GAPS),
    "whole with a late gap": pa.array(GENERATOR.integers(0, 9, ROWS), mask=LATE),
    "long with a late gap": pa.array(2**60 + np.arange(ROWS), mask=LATE),
    "number": pa.array(GENERATOR.normal(size=ROWS)),
    "number with gaps": pa.array(GENERATOR.normal(size=ROWS), mask=GAPS),
    "half": pa.array(GENERATOR.normal(size=ROWS).astype("float16")),
    "truth": pa.array(GENERATOR.random(ROWS) < 0.5),
    "truth with a late gap": pa.array(GENERATOR.random(ROWS) < 0.5, mask=LATE),
    "text": pa.array([f"flower {at % 7}" for at in range(ROWS)], mask=GAPS),
    "category": pa.array([f"flower {at % 7}" for at in range(ROWS)], mask=GAPS).dictionary_encode(),
    "day": pa.array(np.datetime64("2024-01-01") + np.arange(ROWS), mask=GAPS),
    "list": pa.array(list(GENERATOR.normal(size=(ROWS, 3)))),
    "nothing": pa.nulls(ROWS),
}


@pytest.fixture(params=["statistics", "none"])
def table(tmp_path, request):
    """A Parquet file of small row groups, with and without what it says of its columns."""
    path = str(tmp_path / "table.parquet")
    statistics = request.param == "statistics"
    parquet.write_table(pa.table(COLUMNS), path, row_group_size=130, write_statistics=statistics)
    return path


def read_all(stored, names, cuts):
    pieces = [
        stored.read(piece, names, start, min(rows, start + cuts))
        for piece, rows in enumerate(stored.pieces)
        for start in range(0, rows, cuts)
    ]
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in names}


def assert_same(read, whole, names):
    for name in names:
        assert read[name].dtype == whole[name].dtype, name
        np.testing.assert_array_equal(read[name], whole[name], name)


@pytest.mark.parametrize("cuts", [7, 130, 1000])
def test_pieces_of_parquet_are_what_is_read_at_once(table, cuts):
    stored = StoredParquet([table], "table")
    assert stored.names == tuple(COLUMNS)
    assert sum(stored.pieces) == ROWS
    assert_same(read_all(stored, stored.names, cuts), read_parquet([table]), stored.names)


def test_files_whose_types_differ_are_read_as_one_table(tmp_path):
    files = [str(tmp_path / f"{at}.parquet") for at in range(2)]
    parquet.write_table(pa.table({"x": pa.array([1, 2, None]), "y": ["a", "b", "c"]}), files[0])
    parquet.write_table(pa.table({"y": ["d"], "x": pa.array([0.5], "float32")}), files[1])
    stored = StoredParquet(files, "tables")
    assert_same(read_all(stored, ("x", "y"), 2), read_parquet(files), ("x", "y"))


def test_rows_may_be_read_in_any_order(table):
    stored, whole = StoredParquet([table], "table"), read_parquet([table])
    for piece, start, stop in [(3, 50, 60), (3, 60, 70), (3, 0, 5), (1, 9, 130), (3, 70, 71)]:
        read = stored.read(piece, ["number", "text"], start, stop)
        first = 130 * piece
        for name, array in read.items():
            np.testing.assert_array_equal(array, whole[name][first + start : first + stop])


def test_tables_with_other_columns_are_refused(tmp_path):
    files = [str(tmp_path / f"{at}.parquet") for at in range(2)]
    parquet.write_table(pa.table({"x": [1]}), files[0])
    parquet.write_table(pa.table({"y": [1]}), files[1])
    with pytest.raises(ValueError, match="lacks column 'x'"):
        StoredParquet(files, "tables")


@pytest.mark.parametrize("order", ["C", "F"])
def test_pieces_of_npy_are_what_is_read_at_once(tmp_path, order):
    arrays = {
        "x": GENERATOR.normal(size=(9000, 4, 2)),
        "name": np.array([f"n{at % 5}" for at in range(9000)]),
        "big": GENERATOR.integers(0, 9, 9000).astype(">i4"),
    }
    files = {}
    for name, array in arrays.items():
        files[name] = [str(tmp_path / f"{name}{part}.npy") for part in range(2)]
        for file, half in zip(files[name], (array[:4001], array[4001:]), strict=True):
            np.save(file, np.asarray(half, order=order))
    stored = StoredNpy(files, "arrays")
    assert len(stored.pieces) > 1
    whole = read_npy(files)
    whole = {"x": whole["x"], "name": whole["name"].astype(object), "big": whole["big"]}
    read = read_all(stored, stored.names, 61)
    for name in whole:
        np.testing.assert_array_equal(read[name], whole[name])


def test_npy_columns_of_unequal_length_are_refused(tmp_path):
    for name, rows in (("x", 3), ("y", 4)):
        np.save(tmp_path / f"{name}.npy", np.zeros(rows))
    with pytest.raises(ValueError, match="differ in their rows"):
        StoredNpy({name: [str(tmp_path / f"{name}.npy")] for name in "xy"}, "arrays")


def test_pickled_npy_is_refused(tmp_path):
    np.save(tmp_path / "x.npy", np.array([{}]), allow_pickle=True)
    with pytest.raises(ValueError, match=r"pickle|object"):
        StoredNpy({"x": [str(tmp_path / "x.npy")]}, "arrays")
