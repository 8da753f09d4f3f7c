"""CSV files read block by block are what they are read whole."""

import csv
import io
import random
import threading

import numpy as np
import pytest

from wtspec.data.readers.read_csv import read_csv
from wtspec.data.readers.read_fault import read_fault
from wtspec.data.stored.csv_rows.stored_csv import StoredCsv
from wtspec.sources.dialect import Dialect
from wtspec.sources.request import SourceRequest


def whole(files, dialect):
    nulls = None if dialect.null_values is None else list(dialect.null_values)
    return read_csv(
        files,
        dialect.separator,
        dict(dialect.types),
        nulls,
        decimal=dialect.decimal,
        thousands=dialect.thousands,
        encoding=dialect.encoding,
        quote=dialect.quote,
    )


def assert_same(files, dialect=Dialect(), block_bytes=64):  # noqa: B008 - it is frozen
    stored = StoredCsv(files, dialect, "it", block_bytes)
    expected = whole(files, dialect)
    assert stored.names == tuple(expected)
    assert sum(stored.pieces) == len(next(iter(expected.values())))
    pieces = [stored.read(at, stored.names) for at in range(len(stored.pieces))]
    for name, array in expected.items():
        found = [piece[name] for piece in pieces]
        assert {one.dtype for one in found} <= {array.dtype}, name
        np.testing.assert_array_equal(np.concatenate(found) if found else array[:0], array)
    return stored


CELLS = {
    "whole": lambda draw: str(draw.randrange(-99, 99)),
    "decimal": lambda draw: f"{draw.uniform(-9, 9):.3f}",
    "often whole": lambda draw: "7" if draw.random() < 0.97 else "7.5",
    "digits": lambda draw: draw.choice("01"),
    "digits, late a word": lambda draw: draw.choice("01") if draw.random() < 0.98 else "true",
    "words of truth": lambda draw: draw.choice(["true", "False", "1"]),
    "gaps": lambda draw: draw.choice(["", "NA", "5"]),
    "gaps of words": lambda draw: draw.choice(["", "true"]),
    "nothing": lambda _: "",
    "long, late": lambda draw: "5" if draw.random() < 0.97 else "9" * draw.choice([16, 19, 25]),
    "large floats": lambda draw: draw.choice(["1e300", "9007199254740993", "0.5"]),
    "sixteens": lambda draw: draw.choice(["0x1F", "12"]),
    "sixteens, late a float": lambda draw: "0x1F" if draw.random() < 0.97 else "1.5",
    "text": lambda draw: draw.choice(["a", "b\nc", 'd"e', "f,g", "h\r\ni", " j ", "é", ""]),
    "late text": lambda draw: "5" if draw.random() < 0.98 else "x",
    "dates": lambda draw: draw.choice(["2024-03-01", "2024-03-01 12:30", "2024-03-01T00:00:00"]),
    "infinite": lambda draw: draw.choice(["inf", "1", "-inf", "nan"]),
    "grouped": lambda draw: draw.choice(["1,234", "5", "12,345,678"]),
    "late grouped": lambda draw: "5" if draw.random() < 0.98 else "1,234.5",
    "grouped and long": lambda draw: draw.choice(["1", "9,007,199,254,740,993", ""]),
}


def table(draw, kinds, rows, ends, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=ends, quoting=quoting)
    writer.writerow(kinds)
    for _ in range(rows):
        writer.writerow([CELLS[kind](draw) for kind in kinds])
        if draw.random() < 0.05:
            text.write(ends)
    return text.getvalue()


@pytest.mark.parametrize("seed", range(40))
def test_blocks_of_any_table_are_the_whole(seed, tmp_path):
    draw = random.Random(seed)  # noqa: S311 - no secret
    kinds = draw.sample(sorted(CELLS), draw.randrange(2, 8))
    files = []
    for number in range(draw.randrange(1, 4)):
        path = tmp_path / f"{number}.csv"
        ends = draw.choice(["\n", "\n", "\r\n", "\r"])
        quoting = csv.QUOTE_ALL if ends == "\r" else draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        rows = draw.choice([0, 1, 5, 60])
        text = table(draw, kinds, rows, ends, quoting)
        path.write_bytes(text.removesuffix(draw.choice(["", ends]) if rows else "").encode())
        files.append(str(path))
    dialect = Dialect(thousands=draw.choice(["", "", ","]))
    assert_same(files, dialect, draw.choice([16, 64, 200, 1000]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "utf-16-le"])
@pytest.mark.parametrize("block_bytes", [2, 7, 64])
def test_blocks_of_any_encoding_are_the_whole(encoding, block_bytes, tmp_path):
    text = "näme;b\n" + "".join(f'"é;\n{at}";{at},5\n' for at in range(30))
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))
    named = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
    stored = assert_same([str(tmp_path / "t.csv")], Dialect(";", ",", encoding=named), block_bytes)
    assert len(stored.pieces) > 3


def test_types_that_are_given_hold_in_each_block(tmp_path):
    rows = "".join(f"{at}.3.2024;yes;1.234,5;{at};0{at}\n;;;;\n" for at in range(1, 31))
    (tmp_path / "t.csv").write_text("day;ok;a;n;id\n" + rows)
    types = {"day": "%d.%m.%Y", "ok": "bool", "a": "float", "n": "int", "id": "str"}
    assert_same([str(tmp_path / "t.csv")], Dialect(";", ",", ".", types=types))


QUOTES = [
    'a,b\nx"y,1\n"z,\n2",3\n',
    'a,b\n"x"y"z,1\n"u\nv",2\n',
    'a,b\n"x""",1\n"""\n""",2\n"",3\n',
    'a,b\n5" pipe,1\n6" pipe,2\n7,"3"\n',
    'a,b\n "x,1\n"y\n",2\n',
]


@pytest.mark.parametrize("text", QUOTES)
@pytest.mark.parametrize("block_bytes", [4, 6, 9])
def test_rows_end_where_pyarrow_says_so(text, block_bytes, tmp_path):
    (tmp_path / "t.csv").write_text(text * 1)
    assert_same([str(tmp_path / "t.csv")], block_bytes=block_bytes)


def test_quotes_that_mean_nothing_end_no_row_late(tmp_path):
    (tmp_path / "t.csv").write_text('a,b\n"x,1\ny,"2\n' * 1 + 'z",3\n' * 9)
    assert_same([str(tmp_path / "t.csv")], Dialect(quote=""), 8)


def test_a_cell_longer_than_blocks_is_read(tmp_path):
    long = "x\n" * 5000
    (tmp_path / "t.csv").write_text(f'a,b\n1,"{long}"\n2,y\n')
    assert_same([str(tmp_path / "t.csv")], block_bytes=100)


def test_some_columns_and_rows_are_read_by_several_threads(tmp_path):
    text = "a,b,c\n" + "".join(f"{at},{at}.5,t{at}\n" for at in range(500))
    (tmp_path / "t.csv").write_text(text)
    stored = StoredCsv([str(tmp_path / "t.csv")], Dialect(), "it", 600)
    found = {}

    def read(piece):
        rows = stored.pieces[piece]
        found[piece] = [
            stored.read(piece, ("c", "a"), start, min(start + 7, rows))
            for start in range(0, rows, 7)
        ]

    threads = [threading.Thread(target=read, args=(at,)) for at in range(len(stored.pieces))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    parts = [part for piece in sorted(found) for part in found[piece]]
    assert [*parts[0]] == ["c", "a"]
    assert np.concatenate([part["a"] for part in parts]).tolist() == list(range(500))
    assert np.concatenate([part["c"] for part in parts]).tolist() == [f"t{at}" for at in range(500)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n3\n", "broken-line"),
        ("a,a\n1,2\n", "unreadable-file"),
        ("a,b\n1,2\nx,3\n", "wrong-type"),
        ("a,b\n1,\xe9\n".encode("latin-1"), "not-utf8"),
    ],
)
def test_a_fault_of_any_block_is_told_when_the_file_is_opened(text, code, tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    dialect = Dialect(types={"a": "int"})
    with pytest.raises(ValueError, match=r".") as caught:
        StoredCsv([str(file)], dialect, "it", 6)
    source = SourceRequest("csv", paths=("t.csv",), dialect=dialect)
    fault = read_fault(caught.value, source, (file,), None)
    assert fault.diagnostics[0].code == code
