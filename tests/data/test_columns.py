import numpy as np
import pyarrow as pa

from wtspec.data.columns import column_types, columns_from_arrays
from wtspec.data.readers.read_source import read_source
from wtspec.sources.dialect import Dialect
from wtspec.sources.request import SourceRequest


def test_lists_and_text_become_columns():
    columns = columns_from_arrays({"n": [1, 2], "t": ["a", "b"], "m": [[1.0, 2.0], [3.0, 4.0]]})
    assert columns.rows == 2
    assert columns.arrays["t"].dtype == object
    assert columns.arrays["m"].shape == (2, 2)


def test_missing_objects_become_nan_or_empty_text():
    arrays = {"n": np.array([1, None], object), "t": np.array([["a"], [None]], object)}
    columns = columns_from_arrays(arrays)
    np.testing.assert_array_equal(columns.arrays["n"], [1.0, np.nan])
    assert columns.arrays["t"].tolist() == [["a"], [""]]


def test_what_a_mask_hides_is_missing():
    hidden = [False, True]
    columns = columns_from_arrays(
        {
            "n": np.ma.masked_array([1, 2], hidden),
            "t": np.ma.masked_array(["a", "b"], hidden),
            "whole": np.ma.masked_array([1, 2]),
        }
    )
    np.testing.assert_array_equal(columns.arrays["n"], [1, np.nan])
    assert columns.arrays["t"].tolist() == ["a", ""]
    assert columns.arrays["whole"].dtype.kind == "i"


def test_arrows_columns_are_as_in_a_file():
    arrow = {
        "number": pa.chunked_array([[1, None], [3]]),
        "text": pa.array(["a", None, "b"]),
        "category": pa.array(["a", None, "b"]).dictionary_encode(),
        "list": pa.array([[1, 2], [3, 4], [5, 6]]),
    }
    columns = columns_from_arrays(arrow)
    np.testing.assert_array_equal(columns.arrays["number"], [1, np.nan, 3])
    assert columns.arrays["text"].tolist() == columns.arrays["category"].tolist() == ["a", "", "b"]
    assert columns.arrays["list"].shape == (3, 2)


def test_bytes_are_text():
    assert columns_from_arrays({"t": np.array([b"a", b"b"])}).arrays["t"].tolist() == ["a", "b"]


def test_no_columns_are_no_rows(fault):
    assert fault(columns_from_arrays, {}).code == "no-rows"


def test_taken_rows_stay_together():
    taken = columns_from_arrays({"a": [1, 2, 3], "b": ["x", "y", "z"]}).take(np.array([2, 0]))
    assert (taken.arrays["a"].tolist(), taken.arrays["b"].tolist()) == ([3, 1], ["z", "x"])


def test_types_of_one_file_make_another_read_alike(tmp_path):
    (tmp_path / "train.csv").write_text("code,n\nA,1\n1,\n")
    (tmp_path / "new.csv").write_text("code,n\n1,2\n")
    types = column_types(read_source(SourceRequest("csv", paths=("train.csv",)), tmp_path))
    new = read_source(
        SourceRequest("csv", paths=("new.csv",), dialect=Dialect(types=types)), tmp_path
    )
    assert types == {"code": "str", "n": "float"}
    assert (new.arrays["code"].tolist(), new.arrays["n"].dtype) == (["1"], np.float64)
