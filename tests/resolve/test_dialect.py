"""A CSV file in another dialect than its spec says is told of once, with the line that mends it."""

import re

import pytest

from wtspec.errors import Report
from wtspec.resolve import resolve
from wtspec.stages import load

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch, 2]}
  sequential: [{Dense: 1}]
data:
  source: {SOURCE}
  inputs: {x: 'FORMULA'}
  targets: =y
"""
FORMULA = "=standardize(stack([a, b], axis=-1))"

WRONG = {
    "separator": ("a;b;y\n1;2;1\n3;4;2\n", "csv: t.csv", "unparted-columns"),
    "separator and comma": ("a;b;y\n1,5;2;1\n3;4;2\n", "csv: t.csv", "unparted-columns"),
    "tabs": ("a\tb\ty\n1\t2\t1\n", "csv: t.csv", "unparted-columns"),
    "commas after all": (
        "a,b,y\n1,2,1\n",
        'csv: {path: t.csv, separator: ";"}',
        "unparted-columns",
    ),
    "apostrophes": ("'a','b','y'\n1,2,3\n", "csv: t.csv", "unparted-columns"),
    "comma": (
        "a;b;y\n1,5;2,5;1\n3;4;2\n",
        'csv: {path: t.csv, separator: ";", null_values: [x], types: {y: float}}',
        "unread-numbers",
    ),
    "points after all": (
        "a;b;y\n1.5;2;1\n",
        'csv: {path: t.csv, separator: ";", decimal: ","}',
        "unread-numbers",
    ),
    "thousands": ('a,b,y\n"1,234",2,1\n5,6,2\n', "csv: t.csv", "unread-numbers"),
    "missing": ("a,b,y\n1.5,2,1\n?,4,2\n3,NA,1\n", "csv: t.csv", "unread-numbers"),
    "UTF-16": ("a,b,y\n1,2,1\n".encode("utf-16"), "csv: t.csv", "not-utf8"),
    "Latin-1": ("a,b,y,z\n1,2,1,é\n".encode("latin-1"), "csv: t.csv", "not-utf8"),
    "UTF-8 after all": (
        "a,b,y,z\n1,2,1,é\n",
        "csv: {path: t.csv, encoding: latin-1}",
        "not-utf8",
    ),
}
RIGHT = {
    "usual": ("a,b,y\n1,2,1\n", "csv: t.csv", FORMULA),
    "its own dialect": (
        "a;b;y\n1.234,5;2;1\n",
        'csv: {path: t.csv, separator: ";", decimal: ",", thousands: "."}',
        FORMULA,
    ),
    "categories": (
        "a;b;y\n1,5;2;1\n",
        'csv: {path: t.csv, separator: ";"}',
        "=stack([lookup(a), b], axis=-1)",
    ),
    "compared": (
        "a;b;y\n1,5;2;1\n",
        'csv: {path: t.csv, separator: ";"}',
        '=stack([where(a == "1,5", 1.0, 0.0), b], axis=-1)',
    ),
    "semicolons in a name": (
        "a;b,b,y\n1,2,1\n",
        "csv: t.csv",
        '=stack([column("a;b"), b], axis=-1)',
    ),
    "mostly words": ("a,b,y\n?,2,1\n?,2,1\n1,2,2\n", "csv: t.csv", FORMULA),
    "no rows": ("a,b,y\n", "csv: t.csv", FORMULA),
    "no file": (None, "csv: t.csv", FORMULA),
}


def faults(tmp_path, text, source, formula=FORMULA):
    if text is not None:
        (tmp_path / "t.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    spec = SPEC.replace("SOURCE", source).replace("FORMULA", formula)
    (tmp_path / "main.yaml").write_text(spec)
    report = Report()
    resolve(load(tmp_path / "main.yaml"), report)
    return report.diagnostics


@pytest.mark.parametrize("name", WRONG)
def test_wrong_dialect_is_one_fault_whose_help_mends_it(name, tmp_path):
    text, source, code = WRONG[name]
    found = faults(tmp_path, text, source)
    assert [one.code for one in found] == [code]
    assert found[0].span is not None
    mended = re.fullmatch(r"write `(.*)`", found[0].help)[1]
    assert faults(tmp_path, text, mended) == ()


@pytest.mark.parametrize("name", RIGHT)
def test_right_dialect_is_never_told_of(name, tmp_path):
    assert faults(tmp_path, *RIGHT[name]) == ()


def test_columns_of_a_pattern_are_looked_at_too(tmp_path):
    text, source = "a;b;y\n1,5;2;1\n", 'csv: {path: t.csv, separator: ";"}'
    assert [one.code for one in faults(tmp_path, text, source, '=columns("[ab]")')] == [
        "unread-numbers"
    ]
    assert [one.code for one in faults(tmp_path, text, "csv: t.csv", '=columns("[ab]")')] == [
        "unparted-columns"
    ]
