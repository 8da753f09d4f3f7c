import subprocess
import sys

import numpy as np
import pytest

from wtspec.data.readers.read_source import read_source
from wtspec.sources.bundled import BUNDLED
from wtspec.sources.column import ColumnInfo
from wtspec.sources.dialect import Dialect
from wtspec.sources.known import known_columns
from wtspec.sources.request import SourceRequest, SyntheticColumn

KINDS = {"f": "float", "i": "int", "b": "bool", "O": "str"}


def seen(columns):
    return {name: (a.shape[1:], KINDS[a.dtype.kind]) for name, a in columns.arrays.items()}


def said(known):
    return {name: (info.shape, info.dtype) for name, info in known.items()}


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_set_has_the_columns_that_are_known_of_it(name, tmp_path):
    source = SourceRequest("sklearn", name)
    columns, known = read_source(source, tmp_path), known_columns(source, tmp_path)
    assert list(seen(columns).items()) == list(said(known).items())
    classes = known["target"].classes
    assert classes is None or set(columns.arrays["target"]) == set(range(classes))


def test_synthetic_columns_are_those_that_are_drawn(tmp_path):
    columns = {
        "x": SyntheticColumn((3,)),
        "y": SyntheticColumn(classes=4),
        "b": SyntheticColumn((), "bool"),
    }
    source = SourceRequest("synthetic", rows=9, columns=columns)
    known = known_columns(source, tmp_path)
    assert said(known) == seen(read_source(source, tmp_path))
    assert known["y"].classes == 4


def test_csv_header_is_known_where_the_file_is_at_hand(tmp_path):
    (tmp_path / "t.csv").write_text('\ufeff"fixed acidity";b\n1;2\n')
    source = SourceRequest("csv", paths=("t.csv",), dialect=Dialect(";", types={"b": "int"}))
    known = known_columns(source, tmp_path)
    assert known == {"fixed acidity": ColumnInfo(), "b": ColumnInfo((), "int")}


def test_npz_and_npy_headers_are_known_where_the_files_are_at_hand(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros((2, 3, 4)), t=np.array(["a", "bc"]))
    np.save(tmp_path / "y.npy", np.arange(2, dtype="uint8"))
    known = known_columns(SourceRequest("npz", paths=("a.npz",)), tmp_path)
    assert known == {"x": ColumnInfo((3, 4), "float"), "t": ColumnInfo((), "str")}
    known = known_columns(SourceRequest("npy", arrays={"y": "y.npy"}), tmp_path)
    assert known == {"y": ColumnInfo((), "int")}


@pytest.mark.parametrize("kind", ["csv", "npz", "parquet"])
def test_nothing_is_known_of_a_file_that_is_not_at_hand(kind, tmp_path):
    assert known_columns(SourceRequest(kind, paths=("t",)), tmp_path) is None


@pytest.mark.parametrize("content", [b"\xff\xfe\0", b"\x93NUMPY\1\0\4\0{'a'", b"PK\3\4"])
@pytest.mark.parametrize("kind", ["csv", "npz", "npy"])
def test_nothing_is_known_of_a_broken_file(kind, content, tmp_path):
    (tmp_path / "t").write_bytes(content)
    source = SourceRequest(kind, paths=("t",), arrays={"x": "t"})
    known = known_columns(source, tmp_path)
    assert known is None or kind == "csv"


def test_tables_for_validation_need_no_array_library():
    code = (
        "import sys, wtspec.sources.known, wtspec.sources.formulas, wtspec.codegen.read_modules;"
        "wtspec.sources.formulas.data_function('mean');"
        "sys.exit(bool({'numpy', 'sklearn', 'pyarrow', 'keras', 'jax'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
