"""CSV files in other dialects than the usual one."""

import bz2
import gzip

import numpy as np
import pyarrow as pa
import pytest

from wtspec.data.readers.read_source import read_source
from wtspec.errors import SpecError
from wtspec.sources.dialect import Dialect
from wtspec.sources.request import SourceRequest
from wtspec.sources.sniffing.sniff import sniff


def zstandard(data):
    return pa.compress(data, codec="zstd", asbytes=True)


@pytest.fixture
def read(tmp_path):
    def read(*texts, dialect=None, encoding="utf-8", **named):
        for at, text in enumerate(texts):
            (tmp_path / f"{at}.csv").write_bytes(text.encode(encoding))
        given = dialect or Dialect(**named)
        return read_source(SourceRequest("csv", paths=("*.csv",), dialect=given), tmp_path).arrays

    return read


def fault(read, *texts, **named):
    with pytest.raises(SpecError) as caught:
        read(*texts, **named)
    return caught.value.diagnostics[0]


NUMBERS = {
    "decimal comma": ("a;b\n1,5;2\n-,25;3\n", Dialect(";", ","), [1.5, -0.25]),
    "points between thousands": ("a;b\n1.234,5;2\n5;3\n", Dialect(";", ",", "."), [1234.5, 5.0]),
    "commas between thousands": ('a,b\n"1,234",2\n5,3\n', Dialect(",", ".", ","), [1234, 5]),
    "blanks between thousands": ("a;b\n-1 234 567;2\n5;3\n", Dialect(";", ",", " "), [-1234567, 5]),
    "narrow blanks": ("a;b\n1\u202f234;2\n5;3\n", Dialect(";", ",", "\u202f"), [1234, 5]),
    "missing ones": ("a;b\n1.234;2\n;3\n", Dialect(";", ",", "."), [1234.0, np.nan]),
    "quotes": ("a,b\n'1,5','2'\n'2,5',3\n", Dialect(",", ",", quote="'"), [1.5, 2.5]),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_read_as_the_dialect_writes_them(name, read):
    text, dialect, numbers = NUMBERS[name]
    arrays = read(text, dialect=dialect)
    np.testing.assert_array_equal(arrays["a"], np.array(numbers))
    assert arrays["a"].dtype == np.array(numbers).dtype
    assert arrays["b"].tolist() == [2, 3]


@pytest.mark.parametrize(
    "cells", [["12,34"], ["1,2345"], ["0,123"], [",123"], ["1,,234"], ["1,234", "x"], ["1,234,"]]
)
def test_groups_that_are_not_of_three_digits_are_text(cells, read):
    arrays = read("a;b\n" + "".join(f"{cell};1\n" for cell in cells), separator=";", thousands=",")
    assert arrays["a"].tolist() == cells


def test_thousands_are_settled_by_all_files(read):
    arrays = read("a;b\n1,234;1\n", "a;b\n5;1.5\n", "a;b\n0.5;2\n", separator=";", thousands=",")
    assert arrays["a"].tolist() == [1234.0, 5.0, 0.5]
    arrays = read("a;b\n1,234;1\n", "a;b\nx;1.5\n", "a;b\n;2\n", separator=";", thousands=",")
    assert arrays["a"].tolist() == ["1,234", "x", ""]


def test_integers_too_long_for_a_number_stay_as_they_are_written(read):
    cells = ["12,345,678,901,234,567,890", "1,234"]
    arrays = read("a;b\n" + "".join(f"{cell};1\n" for cell in cells), separator=";", thousands=",")
    assert arrays["a"].tolist() == cells


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_text_is_read_in_its_encoding(encoding, read):
    named = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    arrays = read('"näme",b\n"Zoë, é",1\n', encoding=encoding, dialect=Dialect(encoding=named))
    assert arrays["näme"].tolist() == ["Zoë, é"]


def test_text_of_another_encoding_is_named(read):
    assert fault(read, "ä,b\n1,2\n", encoding="latin-1").code == "not-utf8"
    assert fault(read, "ä,b\n1,2\n", encoding="utf-8", dialect=Dialect(encoding="utf-16")).code == (
        "not-utf8"
    )


def test_quotes_may_mean_nothing(read):
    arrays = read('a,b\n"x,1\n"y"z",2\n', quote="")
    assert arrays["a"].tolist() == ['"x', '"y"z"']


def test_words_are_truth_values_where_a_type_says_so(read):
    text = "a,b,c\nyes,T,1\nNO,f,0\n off,ON,true\n"
    arrays = read(text, types=dict.fromkeys("abc", "bool"))
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "a": [True, False, False], "b": [True, False, True], "c": [True, False, True],
    }  # fmt: skip
    assert {array.dtype.kind for array in arrays.values()} == {"b"}
    assert read(text)["a"].tolist() == ["yes", "NO", " off"]
    gaps = read("a,b\nyes,1\n,2\n", types={"a": "bool"})["a"]
    np.testing.assert_array_equal(gaps, [1.0, np.nan])


DATES = {
    "date": ["2024-03-01", "2024-12-24 10:30"],
    "%d.%m.%Y": ["1.3.2024", "24.12.2024"],
    "%m/%d/%y": ["3/1/24", "12/24/24"],
    "%d %b %Y": ["1 Mar 2024", "24 dec 2024"],
    "%B %d, %Y": ["March 1, 2024", "December 24, 2024"],
    "%m/%d/%Y %I:%M %p": ["3/1/2024 12:00 AM", "12/24/2024 10:30 AM"],
    "%Y%m%d": ["20240301", "20241224"],
}


@pytest.mark.parametrize("form", DATES)
def test_dates_of_any_form_become_those_of_iso(form, read):
    cells = DATES[form]
    rows = "".join(f'"{cell}",{at}\n' for at, cell in enumerate([*cells, ""]))
    days = read("d,n\n" + rows, types={"d": form})["d"].tolist()
    late = "T10:30:00" if "10:30" in cells[1] else ""
    assert days == ["2024-03-01", "2024-12-24" + late, ""]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("date", "2024-02-30"), ("date", "1.3.2024"), ("%d.%m.%Y", "30.02.2024"),
        ("%d.%m.%Y", "2024-03-01"), ("%m/%d/%y", "13/1/24"), ("%d %b %Y", "1 Mrz 2024"),
        ("bool", "maybe"), ("int", "1,5"), ("int", "1.5"), ("float", "1.5"), ("float", "1 000"),
    ],
)  # fmt: skip
def test_cell_of_another_type_is_named_with_its_line(kind, cell, read):
    text = f"a;b\n;1\n{cell};2\n"
    found = fault(read, text, separator=";", decimal=",", types={"a": kind})
    assert (found.code, "line 3 of" in found.message) == ("wrong-type", True)
    assert cell in found.received


@pytest.mark.parametrize("end", ["gz", "bz2", "zst"])
def test_compressed_file_is_read_and_its_fault_told(end, tmp_path):
    packed = {"gz": gzip.compress, "bz2": bz2.compress, "zst": zstandard}[end]
    (tmp_path / f"t.csv.{end}").write_bytes(packed(b"a;b\n1;x\n2;y\n"))
    source = SourceRequest("csv", paths=(f"t.csv.{end}",), dialect=Dialect(";"))
    assert read_source(source, tmp_path).arrays["a"].tolist() == [1, 2]
    assert sniff(tmp_path / f"t.csv.{end}") == Dialect(";" if end != "zst" else ",")
    (tmp_path / f"t.csv.{end}").write_bytes(packed(b"a;b\n1;x\n2\n"))
    with pytest.raises(SpecError) as caught:
        read_source(source, tmp_path)
    code = "broken-line" if end != "zst" else "unreadable-file"
    assert caught.value.diagnostics[0].code == code


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n1,x\n2,"y\n3,4'])
def test_quote_that_is_never_closed_is_told(text, read):
    found = fault(read, text)
    assert (found.code, "never closed" in found.message) == ("unreadable-file", True)


@pytest.mark.parametrize("end", ['"', '"\n', '" \n', '""""\n', '"\r\n\r\n', '"x'])
def test_quote_that_is_closed_at_the_end_is_read(end, read):
    assert len(read('a,b\n1,"2\n3,4' + end)["a"]) == 1


def test_what_the_sniffer_finds_is_read(read, tmp_path):
    text = "Tag;Preis;Menge\n01.03.2024;1.234,50;5\n24.12.2024;0,99;1.000\n"
    (tmp_path / "0.csv").write_text(text, "latin-1")
    arrays = read(text, encoding="latin-1", dialect=sniff(tmp_path / "0.csv"))
    assert arrays["Tag"].tolist() == ["2024-03-01", "2024-12-24"]
    assert (arrays["Preis"].tolist(), arrays["Menge"].tolist()) == ([1234.5, 0.99], [5, 1000])
