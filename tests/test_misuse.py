"""What Python code may give to the package by mistake: a clear error each."""

import traceback
from pathlib import Path

import numpy as np
import pytest

import wtspec
from tests.test_api import SMALL
from wtspec.errors import SpecError


class Odd:
    """Nothing that the package knows."""


class Twice:
    """A table that names a column twice."""

    def keys(self):
        return ["x", "x"]

    def __getitem__(self, name):
        return np.zeros((3, 4))


ODD = {
    "none": None,
    "a number": 3,
    "a float": 1.5,
    "bytes": b"small.yaml",
    "a list": ["small.yaml"],
    "a mapping": {"wtspec": 1},
    "a set": {"x"},
    "an object": Odd(),
    "a class": Odd,
    "a function": len,
    "an array": np.zeros(3),
    "a module": wtspec,
    "true": True,
}
NO_FILE = {"empty": "", "a NUL": "a\0.yaml"}
CALLS = {
    "load": wtspec.load,
    "load root": lambda odd: wtspec.load("small.yaml", root=odd),
    "build": wtspec.build,
    "layer": lambda odd: wtspec.layer(odd, "Linear"),
    "source": wtspec.source,
    "plan": wtspec.plan,
    "run": wtspec.run,
    "runs_dir": lambda odd: wtspec.run("small.yaml", runs_dir=odd),
    "data_root": lambda odd: wtspec.run("small.yaml", data_root=odd),
    "open": wtspec.open,
}
OPTIONAL = {"load root", "data_root"}


@pytest.fixture(autouse=True)
def _small(tmp_path, monkeypatch):
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("call", CALLS)
def test_what_is_no_path_is_told_by_the_name_of_its_argument(call, odd):
    if odd == "none" and call in OPTIONAL:
        return
    with pytest.raises(TypeError, match=r"`\w+` takes a path"):
        CALLS[call](ODD[odd])


@pytest.mark.parametrize("odd", NO_FILE)
@pytest.mark.parametrize("call", CALLS)
def test_a_text_that_names_no_file_is_told(call, odd):
    with pytest.raises(ValueError, match=r"`\w+` names no file"):
        CALLS[call](NO_FILE[odd])


@pytest.mark.parametrize("call", ["load", "build", "layer", "source", "plan", "run", "open"])
@pytest.mark.parametrize("name", ["nowhere.yaml", "x" * 5000, ".", "a/b/c", "\ud800.yaml"])
def test_a_file_that_is_not_there_is_a_fault(call, name):
    with pytest.raises(SpecError):
        CALLS[call](name)


SETS = {
    "a list": [1],
    "pairs": [("params.width", 3)],
    "a text": "params.width=3",
    "a number for a path": {1: 2},
    "none for a path": {None: 2},
    "a set": {"params.width"},
}


@pytest.mark.parametrize("given", SETS.values(), ids=SETS.keys())
def test_what_is_no_mapping_of_paths_sets_nothing(given):
    with pytest.raises(TypeError, match="`set` takes a mapping"):
        wtspec.load("small.yaml", set=given)


VALUES = [Odd(), Odd, len, {1, 2}, b"x", 1j, np.zeros(3), float("nan"), {1: 2}, 10**400, [[Odd()]]]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    "path", ["params.width", "params", "", "..", "model.sequential.9", "x" * 99]
)
def test_a_value_that_no_file_can_hold_is_a_fault(path, value):
    with pytest.raises(SpecError):
        wtspec.load("small.yaml", set={path: value})


DATA = {
    "a list": ([1, 2], TypeError),
    "an array": (np.zeros((3, 4)), TypeError),
    "a text": ("rows.csv", TypeError),
    "a path": (Path("rows.csv"), TypeError),
    "a number": (3, TypeError),
    "numbers for names": ({0: np.zeros((3, 4))}, TypeError),
    "nothing": ({}, ValueError),
    "no rows": ({"x": np.zeros((0, 4)), "label": []}, SpecError),
    "unequal": ({"x": np.zeros((3, 4)), "label": [0, 1]}, SpecError),
    "scalars": ({"x": 3, "label": 4}, SpecError),
    "objects": ({"x": [Odd()] * 3, "label": [0, 1, 2]}, SpecError),
    "ragged": ({"x": [[1], [1, 2]], "label": [0, 1]}, SpecError),
    "none": ({"x": None, "label": None}, SpecError),
    "text": ({"x": [["a"] * 4] * 3, "label": [0, 1, 2]}, SpecError),
    "another shape": ({"x": np.zeros((3, 5)), "label": [0, 1, 2]}, SpecError),
    "a column too few": ({"x": np.zeros((3, 4))}, SpecError),
    "complex": ({"x": np.zeros((3, 4), complex), "label": [0, 1, 2]}, SpecError),
    "dates": ({"x": np.zeros((3, 4), "datetime64[s]"), "label": [0, 1, 2]}, SpecError),
    "nan": ({"x": np.full((3, 4), np.nan), "label": [0, 1, 2]}, SpecError),
}


LEGAL = {"an array", "a text", "a path", "a column too few"}
"""What `predict` takes, or means by it."""
ROWS = {
    **{name: one for name, one in DATA.items() if name not in LEGAL},
    "a file that is not there": ("rows.csv", SpecError),
    "a file of no known kind": (Path("rows.txt"), SpecError),
    "no file": ("", ValueError),
    "two of one name": (Twice(), ValueError),
    "another column": ({"y": np.zeros((3, 4))}, SpecError),
    "an array of another shape": (np.zeros((3, 5)), SpecError),
    "an array of no rows": (np.zeros((0, 4)), SpecError),
    "an array without an axis": (np.array(3.0), SpecError),
}


@pytest.mark.parametrize(("data", "error"), DATA.values(), ids=DATA.keys())
def test_data_that_no_model_takes_are_told(data, error):
    with pytest.raises(error):
        wtspec.run("small.yaml", data=data)
    assert not Path("runs").exists()


def test_a_table_with_columns_by_name_is_as_good_as_a_mapping():
    class Table:
        def keys(self):
            return ["x", "label"]

        def __getitem__(self, name):
            return np.zeros((8, 4)) if name == "x" else np.arange(8) % 3

    assert wtspec.run("small.yaml", data=Table()).metrics


@pytest.mark.parametrize("odd", ["a text", 3, None, len, {"a": 1}, np.zeros(3)])
def test_what_is_no_model_has_no_weights(odd):
    with pytest.raises(TypeError, match="`model` takes a model"):
        wtspec.weights(odd)


@pytest.mark.parametrize("name", [None, 3, b"Linear", ["Linear"]])
def test_what_is_no_text_names_no_layer(name):
    with pytest.raises(TypeError, match="`name` takes a text"):
        wtspec.layer("small.yaml", name)


def test_a_path_is_taken_wherever_a_spec_is():
    spec = wtspec.load("small.yaml")
    assert wtspec.source("small.yaml") == wtspec.source(spec)
    assert wtspec.build("small.yaml").name == wtspec.build(Path("small.yaml")).name == "small"
    assert wtspec.layer(spec, "Linear")(2).units == 2
    assert wtspec.run("small.yaml", runs_dir="here").folder == Path("here/small/0001")
    assert wtspec.open("here/small/0001").model.name == "small"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("misuse")
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    return wtspec.open(wtspec.run(folder / "small.yaml", runs_dir=folder / "runs"))


@pytest.mark.parametrize(("data", "error"), ROWS.values(), ids=ROWS.keys())
def test_rows_that_no_model_predicts_are_told(opened, data, error):
    with pytest.raises(error):
        opened.predict(data)


@pytest.mark.parametrize("odd", ODD)
def test_what_are_no_rows_is_told_by_the_name_of_its_argument(opened, odd):
    wanted = r"`data` takes (a mapping|columns)"
    if odd not in {"an array", "a mapping"}:
        with pytest.raises(TypeError, match=wanted):
            opened.predict(ODD[odd])
    if odd not in {"none", "a mapping"}:
        with pytest.raises(TypeError, match=wanted):
            opened.evaluate(data=ODD[odd])


@pytest.mark.parametrize("odd", [None, 3, b"test", ["test"]])
def test_what_is_no_text_is_no_part(opened, odd):
    with pytest.raises(TypeError, match="`part` takes a text"):
        opened.evaluate(odd)


@pytest.mark.parametrize("odd", [0, "yes", "notebook", [True]])
def test_progress_is_wanted_or_not(odd):
    with pytest.raises(TypeError, match="`progress` takes True, False or None"):
        wtspec.run("small.yaml", progress=odd)


def test_a_fault_is_told_whole_and_without_what_found_it():
    text = SMALL.replace("units: =width", "x").replace("x @ w + b", "x @ transpose(w) + b")
    Path("odd.yaml").write_text(text, "utf-8")
    with pytest.raises(SpecError) as raised:
        wtspec.build("odd.yaml", data=None)
    shown = "".join(traceback.format_exception(raised.value))
    assert "keras" not in shown.partition("wtspec.SpecError")[0]
    assert "direct cause" not in shown
    assert "wtspec.SpecError: error[" in shown
    assert "odd.yaml:" in shown
    assert "  |" in shown
