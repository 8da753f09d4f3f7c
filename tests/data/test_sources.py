import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from wtspec.data.readers.read_source import read_source
from wtspec.sources.dialect import Dialect
from wtspec.sources.request import SourceRequest, SyntheticColumn


def csv(*paths, **named):
    return SourceRequest("csv", paths=paths, dialect=Dialect(**named))


@pytest.fixture
def write(tmp_path):
    def write(text, name="t.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def test_csv_columns_get_the_kinds_of_their_cells(write):
    root = write("i,f,t,b,d\n1,2.5,x,true,2020-01-02\n3,4,y,false,2021-02-03\n")
    arrays = read_source(csv("t.csv"), root).arrays
    assert {name: array.dtype.str for name, array in arrays.items()} == {
        "i": "<i8",
        "f": "<f8",
        "t": "|O",
        "b": "|b1",
        "d": "|O",
    }
    assert arrays["d"].tolist() == ["2020-01-02", "2021-02-03"]


def test_missing_numbers_are_nan_and_missing_text_is_empty(write):
    arrays = read_source(csv("t.csv"), write("i,f,t,b\n1,,NA,\n,2.5,x,true\n")).arrays
    np.testing.assert_array_equal(arrays["i"], [1.0, np.nan])
    np.testing.assert_array_equal(arrays["f"], [np.nan, 2.5])
    np.testing.assert_array_equal(arrays["b"], [np.nan, 1.0])
    assert arrays["t"].tolist() == ["", "x"]


def test_null_values_replace_the_usual_ones(write):
    source = csv("t.csv", null_values=("?",))
    arrays = read_source(source, write("a,t\n1,NA\n?,\n")).arrays
    np.testing.assert_array_equal(arrays["a"], [1.0, np.nan])
    assert arrays["t"].tolist() == ["NA", ""]


def test_given_types_win_over_what_cells_look_like(write):
    source = csv("t.csv", types={"code": "str", "n": "float", "empty": "str"})
    arrays = read_source(source, write("code,n,empty\n007,1,\n008,2,\n")).arrays
    assert arrays["code"].tolist() == ["007", "008"]
    assert arrays["n"].dtype == np.float64
    assert arrays["empty"].tolist() == ["", ""]


def test_separator_quotes_byte_order_mark_and_newlines_in_cells(write):
    root = write('\ufeffa;b\n1;"x;y"\n2;"two\nlines"\n')
    arrays = read_source(csv("t.csv", separator=";"), root).arrays
    assert list(arrays) == ["a", "b"]
    assert arrays["b"].tolist() == ["x;y", "two\nlines"]


def test_files_of_a_glob_are_one_table_with_one_type_a_column(write):
    root = write("n,m\n1,1\n", "p1.csv")
    write("m,n\nx,2.5\n", "p2.csv")
    arrays = read_source(csv("p*.csv"), root).arrays
    assert arrays["n"].tolist() == [1.0, 2.5]
    assert arrays["m"].tolist() == ["1", "x"]


def test_files_with_other_columns_are_named(write, fault):
    root = write("a,b\n1,2\n", "p1.csv")
    write("a,c\n1,2\n", "p2.csv")
    found = fault(read_source, csv("p*.csv"), root)
    assert found.code == "unreadable-file"
    assert found.message == "`p*.csv`: p2.csv lacks column 'b', which p1.csv has"


def test_column_named_twice_is_named(write, fault):
    found = fault(read_source, csv("t.csv"), write("a,a\n1,2\n"))
    assert found.message == "`t.csv`: t.csv names column 'a' twice"


def test_line_of_other_length_is_named_with_its_number(write, fault):
    found = fault(read_source, csv("t.csv"), write('a,b\n1,"x\ny"\n2,z\n3\n4,w\n'))
    assert found.code == "broken-line"
    assert found.message == "line 5 of `t.csv` has 1 column, the header 2"


def test_text_in_a_column_of_numbers_is_named_with_its_line(write, fault):
    source = csv("t.csv", types={"a": "int", "b": "float"})
    found = fault(read_source, source, write("a,b\n1,2.5\n2,NA\n3,many\n"))
    assert found.code == "wrong-type"
    assert found.message == "line 4 of `t.csv` has no float in column `b`"
    assert found.received == "`many`"


def test_type_of_an_unknown_column_offers_the_nearest(write, fault):
    found = fault(read_source, csv("t.csv", types={"agee": "int"}), write("age,b\n1,2\n"))
    assert (found.code, found.help) == ("unknown-column", "did you mean `age`?")


def test_header_without_rows_has_no_rows(write, fault):
    assert fault(read_source, csv("t.csv"), write("a,b\n")).code == "no-rows"


@pytest.mark.parametrize("text", ["a,b\n1,\xe9\n".encode("latin-1"), "a,\xe9\n".encode("latin-1")])
def test_text_that_is_not_utf_8_is_named(write, fault, text):
    assert fault(read_source, csv("t.csv", types={}), write(text)).code == "not-utf8"


def test_parquet_keeps_its_types(tmp_path):
    table = pa.table(
        {
            "n": pa.array([1, None, 3]),
            "t": pa.array(["a", None, "b"]).dictionary_encode(),
            "v": pa.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], pa.list_(pa.float32())),
        }
    )
    parquet.write_table(table, tmp_path / "t.parquet")
    arrays = read_source(SourceRequest("parquet", paths=("t.parquet",)), tmp_path).arrays
    np.testing.assert_array_equal(arrays["n"], [1, np.nan, 3])
    assert arrays["t"].tolist() == ["a", "", "b"]
    assert arrays["v"].shape == (3, 2)


@pytest.mark.parametrize("kind", ["parquet", "npz"])
def test_file_of_another_format_is_named(write, fault, kind):
    found = fault(read_source, SourceRequest(kind, paths=("t.csv",)), write("a,b\n1,2\n"))
    assert (found.code, found.message) == ("wrong-format", f"`t.csv` is no {kind} file")


@pytest.mark.parametrize(("kind", "start"), [("parquet", b"PAR1"), ("npz", b"PK\3\4")])
def test_torn_file_is_unreadable(write, fault, kind, start):
    root = write(start + b"incomplete", "t.bin")
    assert fault(read_source, SourceRequest(kind, paths=("t.bin",)), root).code == "unreadable-file"


def test_npz_files_follow_each_other(tmp_path):
    np.savez(tmp_path / "1.npz", x=np.zeros((2, 3)), y=np.array(["a", "b"]))
    np.savez(tmp_path / "2.npz", x=np.ones((1, 3)), y=np.array(["ccc"]))
    arrays = read_source(SourceRequest("npz", paths=("*.npz",)), tmp_path).arrays
    assert arrays["x"].shape == (3, 3)
    assert arrays["y"].tolist() == ["a", "b", "ccc"]


def test_npy_gives_each_column_its_file(tmp_path):
    np.save(tmp_path / "x.npy", np.arange(6).reshape(2, 3))
    np.save(tmp_path / "y.npy", np.array([0, 1]))
    source = SourceRequest("npy", arrays={"x": "x.npy", "label": "y.npy"})
    assert read_source(source, tmp_path).arrays["x"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_pickled_array_is_refused_unread(tmp_path, fault):
    np.savez(tmp_path / "p.npz", x=np.array([{}, 1], object))
    np.save(tmp_path / "p.npy", np.array([{}, 1], object))
    for source in (
        SourceRequest("npz", paths=("p.npz",)),
        SourceRequest("npy", arrays={"x": "p.npy"}),
    ):
        assert fault(read_source, source, tmp_path).code == "pickled-array"


def test_columns_of_different_lengths_are_listed(tmp_path, fault):
    np.savez(tmp_path / "a.npz", x=np.zeros(3), y=np.zeros(2))
    found = fault(read_source, SourceRequest("npz", paths=("a.npz",)), tmp_path)
    assert (found.code, found.received) == ("unequal-lengths", "`x` 3, `y` 2")


def test_scalar_beside_the_arrays_of_an_npz_is_no_column(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.zeros(3), n=np.array(3))
    found = read_source(SourceRequest("npz", paths=("a.npz",)), tmp_path)
    assert (list(found.arrays), found.scalars) == (["x"], ("n",))


def test_npz_of_scalars_alone_is_refused(tmp_path, fault):
    np.savez(tmp_path / "a.npz", n=np.array(3))
    found = fault(read_source, SourceRequest("npz", paths=("a.npz",)), tmp_path)
    assert found.code == "scalar-column"


def test_features_of_a_bundled_set_have_their_own_names(tmp_path):
    columns = read_source(SourceRequest("sklearn", "iris"), tmp_path)
    np.testing.assert_array_equal(
        columns.arrays["petal width (cm)"], columns.arrays["data"][:, 3], strict=True
    )


def test_unknown_bundled_set_offers_the_nearest(tmp_path, fault):
    found = fault(read_source, SourceRequest("sklearn", "digit"), tmp_path)
    assert (found.code, found.help) == ("invalid-choice", "did you mean `digits`?")


def test_synthetic_columns_have_the_declared_ranges(tmp_path):
    columns = {
        "x": SyntheticColumn((4, 2)),
        "label": SyntheticColumn(classes=3),
        "u": SyntheticColumn((), "float64", low=-1, high=1),
        "k": SyntheticColumn((), "int64", low=5, high=8),
        "b": SyntheticColumn((), "bool"),
    }
    arrays = read_source(SourceRequest("synthetic", rows=500, columns=columns), tmp_path).arrays
    assert (arrays["x"].shape, arrays["x"].dtype) == ((500, 4, 2), np.float32)
    assert abs(arrays["x"].mean()) < 0.1
    assert (set(arrays["label"]), arrays["label"].dtype) == ({0, 1, 2}, np.int32)
    assert arrays["u"].dtype == np.float64
    assert -1 <= arrays["u"].min() < -0.9 < 0.9 < arrays["u"].max() < 1
    assert (set(arrays["k"]), arrays["k"].dtype) == ({5, 6, 7}, np.int64)
    assert set(arrays["b"]) == {False, True}


def test_synthetic_column_follows_from_seed_and_name_alone(tmp_path):
    def draw(seed, *names):
        columns = {name: SyntheticColumn() for name in names}
        source = SourceRequest("synthetic", rows=5, columns=columns)
        return read_source(source, tmp_path, seed).arrays

    np.testing.assert_array_equal(draw(3, "a")["a"], draw(3, "b", "a")["a"])
    assert not np.array_equal(draw(3, "a")["a"], draw(4, "a")["a"])
    assert not np.array_equal(draw(3, "a")["a"], draw(3, "b")["b"])


def test_synthetic_range_that_is_empty_is_named(tmp_path, fault):
    columns = {"k": SyntheticColumn((), "int32", low=5, high=5)}
    found = fault(read_source, SourceRequest("synthetic", rows=5, columns=columns), tmp_path)
    assert found.code == "undrawable-column"


def test_synthetic_integers_that_their_dtype_does_not_hold_are_named(tmp_path, fault):
    columns = {"k": SyntheticColumn((), "int32", low=0, high=3e9)}
    found = fault(read_source, SourceRequest("synthetic", rows=5, columns=columns), tmp_path)
    assert found.message.endswith("int32 does not hold the numbers from 0 to 2999999999")


@pytest.mark.parametrize("digits", [25, 5000])
def test_integer_of_many_digits_is_named_with_its_line(write, fault, digits):
    root = write("a\n" + "9" * digits + "\n")
    found = fault(read_source, csv("t.csv", types={"a": "int"}), root)
    assert found.message == "line 2 of `t.csv` has no int in column `a`"
