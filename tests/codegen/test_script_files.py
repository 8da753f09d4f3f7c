"""The files of a script's data, whatever letters their names have."""

import math
import re
import sys
import types

import pytest

from wtspec.codegen import generate_script
from wtspec.codegen.brought import bring
from wtspec.codegen.imports import print_imports
from wtspec.codegen.read_modules import RUN, TRAINING
from wtspec.stages import check, load

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch]}
  sequential: [{Reshape: [1]}, {Dense: 1}]
data:
  source: {csv: "PATH"}
  inputs: {x: =a}
  targets: =a
train: {epochs: 1, optimizer: adam, loss: mse}
"""


def module(code):
    made = sys.modules["brought"] = types.ModuleType("brought")  # where dataclasses look
    exec("\n".join([*print_imports(code.needs), *code.lines]), made.__dict__)  # noqa: S102 - our own
    return made


@pytest.mark.parametrize("path", ["p[1].csv", "a[1]/t.csv", "a[1]/*.csv", "*.csv"])
def test_script_reads_the_files_that_the_run_reads(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a[1]").mkdir()
    for name in ("p[1].csv", "a[1]/t.csv"):
        (tmp_path / name).write_text("a\n1\n")
    (tmp_path / "spec.yaml").write_text(SPEC.replace("PATH", path))
    checked = check(load(tmp_path / "spec.yaml"))
    script = generate_script(checked.program, checked.spec.document.source, "0")
    files = re.search(r"read_csv\((.*), \",\"", script)[1]
    found = eval(files, vars(module(bring(["match_files"], TRAINING))))  # noqa: S307 - our own
    assert found == (["a[1]/t.csv"] if "a[1]" in path else ["p[1].csv"])


DIALECT = """
    path: t.csv
    separator: ";"
    decimal: ","
    thousands: "."
    encoding: latin-1
    quote: "'"
    types: {day: {date: "%d.%m.%Y"}, ok: bool}
    null_values: [k.A.]
"""


def test_script_reads_a_csv_file_in_its_dialect(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "day;ok;a;é\n1.3.2024;ja;1.234,5;'x;y'\n;yes;k.A.;z\n".replace("ja", "no")
    (tmp_path / "t.csv").write_text(text, "latin-1")
    (tmp_path / "spec.yaml").write_text(SPEC.replace('{csv: "PATH"}', f"\n   csv: {DIALECT}"))
    checked = check(load(tmp_path / "spec.yaml"))
    script = generate_script(checked.program, checked.spec.document.source, "0")
    call = re.search(r"    table = (read_csv\((?:.|\n)*?\n    \))\n", script)[1]
    table = eval(call, vars(module(bring(["read_csv"], RUN))))  # noqa: S307 - our own
    found = {name: column.tolist() for name, column in table.items()}
    assert found["a"][0] == 1234.5
    assert math.isnan(found.pop("a")[1])
    assert found == {"day": ["2024-03-01", ""], "ok": [False, True], "é": ["x;y", "z"]}
