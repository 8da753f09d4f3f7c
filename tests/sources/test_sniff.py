"""The dialect of a CSV file, told from the file."""

import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from wtspec.sources.dialect import Dialect, source_text
from wtspec.sources.sniffing.sniff import sniff, sniff_file

FOUND = {
    "semicolons": ("a;b;c\n1;2;x\n3;4;y\n", Dialect(";")),
    "tabs": ("a\tb\n1\t2,5 of them\n3\t4\n", Dialect("\t")),
    "bars": ("a|b\n1|2\n", Dialect("|")),
    "blanks": ("a b c\n1 2 3\n4 5 6\n", Dialect(" ")),
    "decimal comma": ("a;b\n1,5;x\n2,25;y\n", Dialect(";", ",")),
    "decimal comma in quotes": ('a,b\n"1,5",x\n"12,25",y\n', Dialect(",", ",")),
    "points between thousands": ("a;b\n1.234,5;1.000\n12,25;2.500\n", Dialect(";", ",", ".")),
    "commas between thousands": ('a,b\n"1,234",x\n999,y\n', Dialect(",", ".", ",")),
    "commas in a wide table": ("a\tb\n1,234,567\t0.5\n999\t0.25\n", Dialect("\t", ".", ",")),
    "blanks between thousands": ("a;b\n12 345,5;1\n1 000;2\n", Dialect(";", ",", " ")),
    "narrow blanks": ("a;b\n12\u202f345,5;1\n1,0;2\n", Dialect(";", ",", "\u202f")),
    "apostrophes between thousands": ("a;b\n12'345.5;1\n", Dialect(";", ".", "'")),
    "cells in apostrophes": ("a,b\n'x, y',1\n'z',2\n", Dialect(quote="'")),
    "quotes that mean nothing": ('a\tb\n"x\t1\ny\t2\n', Dialect("\t", quote="")),
    "German dates": ("d;y\n01.03.2024;1\n24.12.2024;2\n", Dialect(";", types={"d": "%d.%m.%Y"})),
    "American dates": ("d,y\n3/14/2024,1\n12/1/2024,2\n", Dialect(types={"d": "%m/%d/%Y"})),
    "dates and times": (
        "d,y\n14/03/2024 09:30,1\n01/02/2024 10:00,2\n",
        Dialect(types={"d": "%d/%m/%Y %H:%M"}),
    ),
}

USUAL = {
    "numbers": "a,b\n1,2.5\n3,1.234\n",
    "one column": "a\n1\n2\n",
    "text with blanks": "first name\nJohn Smith\nMary Jones\n",
    "times with blanks": "at\n2024-01-01 12:30\n2024-01-02 12:30\n",
    "tags": "id,tags;more\n1,x;y\n2,z\n",
    "lists of numbers": 'id,list,x\n1,"3,4",0.5\n2,"5,6",1.5\n',
    "versions": "id,version,x\n1,1.234.567,0.5\n2,2.345.678,1.5\n",
    "a header alone": "a,b\n",
    "prose": 'text,label\n"One; two; three",0\n"A, b; c",1\n',
    "quotes within": 'size,n\n6" pipe,1\n8" pipe,2\n',
    "newlines in cells": 'a,b\n"x\ny;z",1\n"v;w",2\n',
    "names of semicolons": "a;b,c;d\n1,2\n3,4\n",
    "dates of either order": "d,y\n01/02/2024,1\n03/04/2024,2\n",
    "ISO dates": "d,y\n2024-01-02,1\n",
    "apostrophes within": "name,b\nO'Hara,1\n't Hooft,2\n",
    "a blank line": "\n\n",
    "NULs": "a,b\n1,\0\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_dialect_is_found(name, tmp_path):
    text, dialect = FOUND[name]
    (tmp_path / "t.csv").write_text(text, "utf-8")
    assert sniff(tmp_path / "t.csv") == dialect


@pytest.mark.parametrize("name", USUAL)
def test_usual_file_is_read_as_usual(name, tmp_path):
    (tmp_path / "t.csv").write_bytes(USUAL[name].encode())
    assert sniff(tmp_path / "t.csv") == Dialect()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("ä,b\n1,2\n".encode(), "utf-8"),
        ("ä,b\n1,2\n".encode("utf-8-sig"), "utf-8"),
        ("ä,b\n1,2\n".encode("utf-16"), "utf-16"),
        ("ab,b\n1,2\n".encode("utf-16-le"), "utf-16"),
        ("ä,b\n1,2\n".encode("latin-1"), "latin-1"),
        ("a,b\n1,é".encode("latin-1"), "latin-1"),
        ("°C,b\n1,2\n".encode("latin-1"), "latin-1"),
        ("a,b\n1,5 €\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found(data, encoding, tmp_path):
    (tmp_path / "t.csv").write_bytes(data)
    assert sniff(tmp_path / "t.csv") == Dialect(encoding=encoding)


def test_encoding_and_numbers_are_found_far_below_the_head(tmp_path):
    lines = [f"{at};{at % 7}\n" for at in range(100_000)]
    lines[50_000] = "é;1\n"
    lines[-1] = "5;1,5\n"
    (tmp_path / "t.csv").write_text("a;b\n" + "".join(lines), "latin-1")
    assert sniff(tmp_path / "t.csv") == Dialect(";", ",", encoding="latin-1")


@pytest.mark.parametrize("cells", [200_000, 1_000_000])
def test_header_of_many_columns_takes_no_time(cells, tmp_path):
    (tmp_path / "t.csv").write_text(";".join(map(str, range(cells))) + "\n")
    assert sniff(tmp_path / "t.csv").separator == ";"


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("a,b\n1,2\n", True),
        ("country,1990,1991\nx,1,2\n", True),
        ("x,1.5,2\ny,0.5,3\n", False),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", False),
        ("2024-01-01,5\n2024-01-02,6\n", False),
        ("a,b\n", True),
    ],
)
def test_first_line_like_the_others_is_no_header(text, has_header, tmp_path):
    (tmp_path / "t.csv").write_text(text)
    assert sniff_file(tmp_path / "t.csv").has_header == has_header


def test_tables_of_packages_are_never_taken_for_another_dialect():
    """Each is parted by what stands between its header's names, and its numbers have points."""
    files = [
        file
        for package in (
            "vega_datasets",
            "palmerpenguins",
            "sklearn.datasets",
            "statsmodels.datasets.co2",
        )
        for file in Path(find_spec(package).submodule_search_locations[0]).rglob("*.csv")
    ]
    assert len(files) > 12
    for file in files:
        dialect = sniff(file)
        is_blank = file.name.startswith("linnerud")
        assert (dialect.separator, dialect.decimal, dialect.thousands, dialect.quote) == (
            " " if is_blank else ",", ".", "", '"',
        ), file  # fmt: skip


def test_random_bytes_give_some_dialect(tmp_path):
    draw = random.Random(0)  # noqa: S311 - no secret
    for _ in range(200):
        alphabet = draw.choice([bytes(range(256)), b'",;\n\r\t a1.', b"\0\n,"])
        (tmp_path / "t.csv").write_bytes(bytes(draw.choices(alphabet, k=draw.randrange(300))))
        assert sniff(tmp_path / "t.csv").encoding


def test_dialect_is_written_as_a_spec_says_it():
    assert source_text(Dialect(), "data/a-b_*.csv") == "{csv: data/a-b_*.csv}"
    dialect = Dialect(
        ";", ",", ".", "latin-1", types={"Tag 1": "%d.%m.%Y", "ok": "bool", "no": "int"}
    )
    assert source_text(dialect, "a b.csv") == (
        '{csv: {path: "a b.csv", separator: ";", decimal: ",", thousands: ".", encoding: latin-1, '
        'types: {"Tag 1": {date: "%d.%m.%Y"}, ok: bool, "no": int}}}'
    )
