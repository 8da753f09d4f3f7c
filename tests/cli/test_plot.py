"""Drawing from the command line: what is written, where, and what can't be."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

LIBRARY = "wtspec: 1\nlayers:\n  Twice: {inputs: {x: [..., n]}, call: 2 * x}\n"
OF_DATA = """\
wtspec: 1
model:
  inputs: {x: [batch, 4]}
  sequential: [{Dense: =classes(kind)}]
data:
  source: {csv: gone.csv}
  inputs: {x: =x}
  targets: =lookup(kind)
"""


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "library.yaml"
    path.write_text(LIBRARY, "utf-8")
    return path


def test_the_picture_is_called_as_the_file(wtspec, small, tmp_path):
    said = wtspec("plot", small)
    assert (said.status, said.out, said.err) == (0, "", "written to small.svg\n")
    assert "glorot_uniform" in (tmp_path / "small.svg").read_text("utf-8")


def test_weights_of_keras_layers_are_drawn(wtspec, golden):
    svg = wtspec("plot", ROOT / "configs/quickstart.yaml", "-o", "-").out
    assert re.search(r">kernel<.*>\[64, 10\]<", svg)
    golden(ROOT / "docs/pictures/quickstart.svg", svg)


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("a.svg", b"<svg "),
        ("a.png", b"\x89PNG"),
        ("a.html", b"<!doctype html>"),
        ("A.PNG", b"\x89"),
    ],
)
def test_the_ending_says_what_is_written(wtspec, library, tmp_path, name, begin):
    said = wtspec("plot", library, "--layer", "Twice", "-o", name)
    assert said.err == f"written to {name}\n"
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_a_layer_is_drawn_down_to_its_formulas(wtspec, small, tmp_path):
    assert wtspec("plot", small, "--layer", "Linear").err == "written to small-Linear.svg\n"
    svg = (tmp_path / "small-Linear.svg").read_text("utf-8")
    assert ">x @ w + b<" in svg
    assert ">[batch, features]<" in svg


def test_layers_are_unfolded_as_asked(wtspec, small):
    folded, all, one = (
        wtspec("plot", small, "-o", "-", "--unfold", depth).out for depth in ("none", "all", "1")
    )
    assert ">x @ w + b<" not in folded
    assert ">x @ w + b<" in all
    assert all == one


def test_a_run_is_drawn_by_its_folder_as_it_was(wtspec, small):
    wtspec("run", small, "--set", "train.epochs=1", "--set", "model.sequential=[{Linear: 7}]")
    said = wtspec("plot", "runs/small/0001", "-o", "-")
    assert (said.status, said.err) == (0, "")
    assert ">[4, 7]<" in said.out
    assert "--set changes a file" in wtspec("plot", "runs/small/0001", "--set", "a=1").err


def test_what_the_file_says_is_drawn_where_the_data_are_missing(wtspec, tmp_path):
    (tmp_path / "of_data.yaml").write_text(OF_DATA, "utf-8")
    said = wtspec("plot", "of_data.yaml")
    assert said.status == 0
    assert said.err.startswith("drawn from the file alone: ")
    assert "gone.csv" in said.err
    assert Path("of_data.svg").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 1, ["incomplete-spec", "declares no model", "--layer Twice"]),
        (("--layer", "Twise"), 1, ["unknown-layer", "did you mean `Twice`?"]),
        (("-o", "a.pdf"), 1, ["unknown-format", ".svg, .png or .html"]),
        (("-o", "svg"), 1, ["unknown-format"]),
        (("--layer", "Twice", "-o", "gone/a.svg"), 1, ["unwritable", "gone/a.svg"]),
        (("--unfold", "most"), 2, ["'most' is neither all, none, nor a number of levels"]),
        (("--unfold", "-1"), 2, ["neither all, none"]),
    ],
)
def test_what_can_not_be_drawn_is_told(wtspec, library, tmp_path, arguments, status, words):
    said = wtspec("plot", library, *arguments)
    assert said.status == status
    for word in words:
        assert word in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["library.yaml"]


@pytest.mark.parametrize("path", ["gone.yaml", "a" * 5000, "."])
def test_what_can_not_be_read_is_told(wtspec, path):
    said = wtspec("plot", path)
    assert said.status == 1
    assert said.err.startswith("error[")
