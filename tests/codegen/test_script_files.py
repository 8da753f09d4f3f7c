"""The files of a script's data, whatever letters their names have."""

import re
import types

import pytest

from wtspec.codegen import generate_script
from wtspec.codegen.brought import bring
from wtspec.codegen.imports import print_imports
from wtspec.codegen.read_modules import TRAINING
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
    made = types.ModuleType("brought")
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
