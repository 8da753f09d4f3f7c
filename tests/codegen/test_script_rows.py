"""A script's parts have a run's rows: what its `main` does before it learns is run alone."""

import ast
import types

import numpy as np
import pytest

from wtspec.codegen import generate_script
from wtspec.data.learned import Learned
from wtspec.data.parts import read_parts
from wtspec.data.prepare import Preparer
from wtspec.model.data_module import data_module
from wtspec.stages import check, load

SPEC = """
wtspec: 1
model: {{inputs: {{x: [batch, 1]}}, sequential: [{{Dense: 1}}]}}
data:
  {data}
  inputs: {{x: "=expand_dims({y}, -1)"}}
  targets: ={y}
train: {{epochs: 1, loss: mse, optimizer: sgd}}
"""
TABLE = "source: {csv: rows.csv}"
WINDOWS = "source: {windows: {of: {csv: rows.csv}, length: 3, OPTIONS}}"


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """The parts of a run and of a script by the lines of a data section."""
    generator = np.random.default_rng(0)
    lines = [
        f"w{generator.integers(9)},2024-{at // 28 + 1:02}-{at % 28 + 1:02},{at if at % 7 else ''}"
        for at in generator.permutation(90)
    ]
    (tmp_path / "rows.csv").write_text("\n".join(["who,day,y", *lines]) + "\n")
    (tmp_path / "own.csv").write_text("\n".join(["who,day,y", *lines[:9]]) + "\n")
    monkeypatch.chdir(tmp_path)

    def both(data):
        path = tmp_path / "spec.yaml"
        path.write_text(
            SPEC.format(data=data.replace("\n", "\n  "), y="y[:, 2]" if "windows" in data else "y")
        )
        checked = check(load(path))
        program, document = checked.program, checked.spec.document
        preparer = Preparer(program, data_module(program, document.source), Learned())
        ours = read_parts(program, document, tmp_path, keep=preparer.mask)
        found = {part: one.columns.arrays for part, one in ours.items()}
        return found, tables_of(generate_script(program, document.source, "0.0"))

    return both


def tables_of(script):
    tree = ast.parse(script)
    (main,) = [one for one in tree.body if getattr(one, "name", "") == "main"]
    stop = [ast.unparse(one).startswith("learned") for one in main.body].index(True)
    steps = [one for one in main.body[:stop] if "set_" not in ast.unparse(one)]
    module = types.ModuleType(__name__)  # dataclasses look their module up
    exec(compile(ast.Module([*tree.body[:-1], *steps], []), "script", "exec"), vars(module))  # noqa: S102 - ours
    return module.tables


@pytest.mark.parametrize(
    "data",
    [
        f"{TABLE}\nrows: =not isnan(y)\nsplit: {{validation: 0.2, test: 0.2, group: who}}",
        f"{TABLE}\nrows: =0 < y < 80 and who != 'w3'\nsplit: {{test: 0.3, order: day}}",
        f"{TABLE}\nrows: =not isnan(y)\nsplit: {{test: 0.3, stratify: who, seed: 4}}",
        f"{TABLE}\nrows: =not isnan(y)\nvalidation: {{csv: own.csv}}\nsplit: {{test: 0.2}}",
        WINDOWS.replace("OPTIONS", "by: who, order: day")
        + "\nrows: =not any(isnan(y), axis=-1)\nsplit: {test: 0.3, order: day}",
        WINDOWS.replace("OPTIONS", "by: who, stride: 2") + "\nsplit: {test: 0.3, group: who}",
        WINDOWS.replace("OPTIONS", "stride: 5") + "\nsplit: {test: 0.3, shuffle: false}",
    ],
)
def test_the_rows_of_a_script_are_those_of_a_run(parts, data):
    ours, scripts = parts(data)
    assert ours.keys() == scripts.keys()
    for part, columns in ours.items():
        assert len(columns["y"])
        for name, column in columns.items():
            np.testing.assert_array_equal(scripts[part][name], column, err_msg=f"{part} {name}")
