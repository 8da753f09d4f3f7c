"""Files that nobody would write: each is read, or has a fault that names it."""

import io
import os
import struct
import zipfile

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from wtspec.data.readers.read_source import read_source
from wtspec.errors import SpecError
from wtspec.sources.known import known_columns
from wtspec.sources.request import SourceRequest

NUMBERS = np.arange(6.0)
NOISE = np.random.default_rng(0).normal(size=600)


def npy(array, pickled=False):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), allow_pickle=pickled)
    return file.getvalue()


def head(shape, descr="<f8", data=b""):
    """An array's file that says of itself what it likes."""
    text = repr({"descr": descr, "fortran_order": False, "shape": shape}).encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def npz(method=zipfile.ZIP_STORED, **members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)
    return file.getvalue()


def broken(data, at=400):
    return data[:at] + b"\x13" * 20 + data[at + 20 :]


def encrypted():
    data = bytearray(npz(a=npy(NUMBERS)))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def of_method(number):
    data = bytearray(npz(a=npy(NUMBERS)))
    at = data.find(b"PK\x01\x02") + 10
    data[8:10] = data[at : at + 2] = struct.pack("<H", number)
    return bytes(data)


def twice():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("a.npy", "a"):
            archive.writestr(name, npy(NUMBERS))
    return file.getvalue()


def with_text():
    file = io.BytesIO(npz(a=npy(NUMBERS)))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("readme.txt", "hello")
    return file.getvalue()


def table(**columns):
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def lines(*rows):
    return "\n".join([*rows, ""]).encode()


OK = "ok"
FILES = {
    # archives of arrays
    "deflate.npz": (npz(zipfile.ZIP_DEFLATED, a=npy(NUMBERS)), OK),
    "bzip2.npz": (npz(zipfile.ZIP_BZIP2, a=npy(NUMBERS)), OK),
    "lzma.npz": (npz(zipfile.ZIP_LZMA, a=npy(NUMBERS)), OK),
    "big_endian.npz": (npz(a=npy(NUMBERS.astype(">f8")), i=npy(np.arange(6, dtype=">i4"))), OK),
    "bytes.npz": (npz(a=npy(np.array([b"x", b"", b"yy"]))), OK),
    "latin_bytes.npz": (npz(a=npy(np.array([b"x", b"\xff"]))), "not-numbers"),
    "text.npz": (npz(a=npy(np.array(["x", "é", ""]))), OK),
    "dates.npz": (npz(a=npy(np.array(["2020-01-01", "NaT"], "M8[D]"))), OK),
    "complex.npz": (npz(a=npy(NUMBERS * 1j)), OK),
    "records.npz": (npz(a=npy(np.zeros(3, [("x", "f4"), ("y", "i4")]))), OK),
    "half.npz": (npz(a=npy(NUMBERS.astype("f2")), b=npy(NUMBERS.astype(np.longdouble))), OK),
    "fortran.npz": (npz(a=npy(np.asfortranarray(NUMBERS.reshape(2, 3)))), OK),
    "scalar_beside.npz": (npz(a=npy(NUMBERS), s=npy(3.0)), OK),
    "scalar.npz": (npz(s=npy(3.0)), "scalar-column"),
    "objects.npz": (npz(a=npy(np.array([1, "a"], object), pickled=True)), "pickled-array"),
    "said_objects.npz": (npz(a=head((3,), "O", b"\0" * 24)), "pickled-array"),
    "no_rows.npz": (npz(a=npy([])), "no-rows"),
    "no_arrays.npz": (npz(), "no-rows"),
    "huge.npz": (npz(a=head((10**12,))), "out-of-memory"),
    "huge_product.npz": (npz(a=head((10**12, 10**12))), "unreadable-file"),
    "huge_size.npz": (npz(a=head((2**63,))), "unreadable-file"),
    "negative.npz": (npz(a=head((-1,), data=b"\0" * 80)), "unreadable-file"),
    "huge_of_nothing.npz": (npz(a=head((0, 10**18))), "no-rows"),
    "many_axes.npz": (npz(a=head((1,) * 80, data=b"\0" * 8)), "unreadable-file"),
    "half_a_head.npz": (npz(a=b"\x93NUMPY\x01\x00\x76\x00" + b"{" * 118), "unreadable-file"),
    "endless_head.npz": (npz(a=b"\x93NUMPY\x02\x00\xff\xff\xff\x7f{"), "unreadable-file"),
    "code_in_head.npz": (npz(a=head((3,), '__import__("os")')), "unreadable-file"),
    "too_short.npz": (npz(a=npy(NUMBERS)[:-8]), "unreadable-file"),
    "cut.npz": (npz(a=npy(NUMBERS))[:-20], "unreadable-file"),
    "broken_lzma.npz": (broken(npz(zipfile.ZIP_LZMA, a=npy(NOISE))), "unreadable-file"),
    "broken_bzip2.npz": (broken(npz(zipfile.ZIP_BZIP2, a=npy(NOISE))), "unreadable-file"),
    "broken_deflate.npz": (broken(npz(zipfile.ZIP_DEFLATED, a=npy(NOISE))), "unreadable-file"),
    "encrypted.npz": (encrypted(), "unreadable-file"),
    "other_method.npz": (of_method(99), "unreadable-file"),
    "one_name_twice.npz": (twice(), "unreadable-file"),
    "text_beside.npz": (with_text(), OK),
    "no_archive.npz": (b"hello", "wrong-format"),
    "almost_an_archive.npz": (b"PK" + b"\0" * 100, "wrong-format"),
    "other_lengths.npz": (npz(a=npy(NUMBERS), b=npy(NUMBERS[:3])), "unequal-lengths"),
    "empty.npz": (b"", "empty-file"),
    "huge.npy": (head((10**12,)), "out-of-memory"),
    "negative.npy": (head((-1,)), "unreadable-file"),
    "objects.npy": (npy(np.array([{}], object), pickled=True), "pickled-array"),
    # tables of text
    "long_row.csv": (lines("a,t", "1," + "x" * 3_000_000, "2,y"), OK),
    "columns.csv": (lines(*[",".join(f"{c}{i}" for i in range(20_000)) for c in ("c", "")]), OK),
    "one_name_twice.csv": (lines("a,b,a", "1,2,3"), "unreadable-file"),
    "head_alone.csv": (lines("a,b"), "no-rows"),
    "head_without_end.csv": (b"a,b", "no-rows"),
    "blank.csv": (b"\n\n\n", "no-rows"),
    "spaces.csv": (b"   ", "no-rows"),
    "nameless_column.csv": (lines(",a,b", "0,1,2"), OK),
    "ragged.csv": (lines("a,b", "1,2", "3", "4,5,6"), "broken-line"),
    "carriage_returns.csv": (b"a,b\r1,2\r3,4\r", OK),
    "blank_lines.csv": (lines("a,b", "1,2", "", "3,4", ""), OK),
    "utf16.csv": ("a,b\n1,2\n".encode("utf-16"), "not-utf8"),
    "latin.csv": ("a,b\né,2\n".encode("latin-1"), "not-utf8"),
    "nul.csv": (lines("a,b", "1\0,2"), OK),
    "open_quote.csv": (lines("a,b", '"1,2', "3,4"), "broken-line"),
    "infinite.csv": (lines("a,b", "1,inf", "-inf,nan"), OK),
    "large.csv": (lines("a", "1e400", "-1e200"), OK),
    "binary.csv": (bytes(range(256)) * 10, "not-utf8"),
    "empty.csv": (b"", "empty-file"),
    "a[1]/t.csv": (lines("a,b", "1,2"), OK),
    "q?/t*.csv": (lines("a,b", "3,4"), OK),
    # tables of columns
    "lists.parquet": (table(a=[[1, 2], [3, 4]]), OK),
    "lists_of_lists.parquet": (table(a=[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]), OK),
    "ragged.parquet": (table(a=[[1, 2], [3]], b=[1, 2]), OK),
    "ragged_within.parquet": (table(a=[[[1, 2], [3]], [[5], [7, 8]]], b=[1, 2]), OK),
    "missing_lists.parquet": (table(a=[[1, 2], None]), OK),
    "empty_lists.parquet": (table(a=pa.array([[], []], pa.list_(pa.float32()))), OK),
    "structs.parquet": (table(a=[{"x": 1}, {"x": 2}]), OK),
    "dictionary.parquet": (table(a=pa.array(["x", None]).dictionary_encode()), OK),
    "nothing.parquet": (table(a=pa.nulls(3)), OK),
    "moments.parquet": (table(a=pa.array([0, None], pa.timestamp("ns", "UTC"))), OK),
    "spans.parquet": (table(a=pa.array([0, 10], pa.duration("us"))), OK),
    "bytes.parquet": (table(a=[b"x", b"\xff"]), OK),
    "unsigned.parquet": (table(a=pa.array([2**64 - 1], pa.uint64())), OK),
    "views.parquet": (table(a=pa.array(["x"], pa.string_view())), OK),
    "no_rows.parquet": (table(a=pa.array([], pa.float64())), "no-rows"),
    "no_columns.parquet": (table(), "no-rows"),
    "cut.parquet": (table(a=[1, 2])[:-10], "unreadable-file"),
    "long_foot.parquet": (table(a=[1])[:-8] + b"\xff\xff\xff\x7fPAR1", "unreadable-file"),
    "no_foot.parquet": (b"PAR1" + b"\0" * 100 + b"PAR1", "unreadable-file"),
    "empty.parquet": (b"", "empty-file"),
}


@pytest.fixture
def read(tmp_path):
    """Reads a file as `run` does, its header before."""

    def read(name):
        kind = name.rpartition(".")[2]
        asked = {"arrays": {"a": name}} if kind == "npy" else {"paths": (name,)}
        source = SourceRequest(kind, **asked)
        known_columns(source, tmp_path)
        return read_source(source, tmp_path)

    return read


def outcome(read, name):
    try:
        read(name)
    except SpecError as error:
        (found,) = error.diagnostics
        assert name.rpartition("/")[2] in found.message
        return found.code
    return OK


@pytest.mark.parametrize("name", FILES)
def test_file_is_read_or_its_fault_is_named(name, read, tmp_path):
    data, expected = FILES[name]
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(data)
    assert outcome(read, name) == expected


def test_what_is_no_file_is_named(read, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "astray.csv").symlink_to("nowhere")
    (tmp_path / "round.csv").symlink_to("round.csv")
    found = {name: outcome(read, f"{name}.csv") for name in ("folder", "pipe", "astray", "round")}
    assert found == {
        "folder": "not-a-file",
        "pipe": "not-a-file",
        "astray": "file-not-found",
        "round": "file-not-found",
    }


def test_link_astray_is_not_taken_for_a_slip_of_the_pen(read, tmp_path):
    (tmp_path / "astray.csv").symlink_to("nowhere")
    with pytest.raises(SpecError) as raised:
        read("astray.csv")
    assert raised.value.diagnostics[0].help is None


@pytest.mark.parametrize("name", ["t.csv", "t.npz", "t.parquet"])
def test_file_that_vanishes_while_it_is_read_is_named(name, read, tmp_path, monkeypatch):
    (tmp_path / name).write_bytes(b"a\n1\n")

    def vanish(*arguments, **named):
        (tmp_path / name).unlink()
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("wtspec.data.readers.read_source._read", vanish)
    assert outcome(read, name) == "unreadable-file"


def test_glob_below_a_folder_with_a_bracket_finds_its_files(tmp_path):
    folder = tmp_path / "a[1]"
    folder.mkdir()
    (folder / "p1.csv").write_text("a\n1\n")
    (folder / "p2.csv").write_text("a\n2\n")
    below = read_source(SourceRequest("csv", paths=("*.csv",)), folder)
    above = read_source(SourceRequest("csv", paths=("a[1]/*.csv",)), tmp_path)
    assert below.arrays["a"].tolist() == above.arrays["a"].tolist() == [1, 2]


BIG = 2**53


@pytest.mark.parametrize("rows", [("{}", "", "{}"), ("{}0000", "{}0000"), ("{}", "{}", "NA")])
def test_ids_that_floats_can_not_tell_apart_stay_apart(rows, read, tmp_path):
    cells = [row.format(BIG + at) for at, row in enumerate(rows)]
    (tmp_path / "t.csv").write_text("b,id\n" + "".join(f"1,{cell}\n" for cell in cells))
    found = read("t.csv").arrays["id"]
    assert [cell for cell in found.tolist() if cell] == [cell for cell in cells if cell[:1] == "9"]


def test_ids_of_parquet_beside_a_missing_one_stay_apart(read, tmp_path):
    (tmp_path / "t.parquet").write_bytes(table(id=pa.array([BIG + 1, None, BIG], pa.int64())))
    assert read("t.parquet").arrays["id"].tolist() == [str(BIG + 1), "", str(BIG)]


def test_small_integers_beside_a_missing_one_are_numbers(read, tmp_path):
    (tmp_path / "t.csv").write_text("a\n1\nNA\n3\n")
    np.testing.assert_array_equal(read("t.csv").arrays["a"], [1.0, np.nan, 3.0])


def test_large_fractions_are_numbers(read, tmp_path):
    (tmp_path / "t.csv").write_text("a\n1e200\n2.5\n")
    np.testing.assert_array_equal(read("t.csv").arrays["a"], [1e200, 2.5])
