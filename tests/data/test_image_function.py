"""`image` decodes the pictures that a table names, relative to the table, under the root."""

import csv
import runpy

import numpy as np
import pytest

import wtspec
from tests.data.pictures import cut, save
from wtspec.codegen import generate_script
from wtspec.data.images.files_beside import FilesBeside, OutsideRootError
from wtspec.data.images.image import image
from wtspec.errors import SpecError
from wtspec.runs.run import run
from wtspec.stages import check, load

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch, 6, 6, 1]}
  sequential: [{Rescaling: {scale: =1/255}}, Flatten, {Dense: 1}]
data:
  source: {csv: table/rows.csv}
  inputs: {x: "=image(photo, size=[6, 6], channels=1)"}
  targets: =bright
train: {epochs: 2, loss: mse, optimizer: adam}
"""


@pytest.fixture
def root(tmp_path):
    """A table whose pictures lie beside its folder."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "spec.yaml").write_text(SPEC, "utf-8")
    rows = []
    for at in range(40):
        shade = at * 6
        save(tmp_path, f"photos/{at}.png", np.full((8, 9), shade, "uint8"))
        rows.append((f"../photos/{at}.png", shade / 255))
    (tmp_path / "table").mkdir()
    write(tmp_path / "table" / "rows.csv", rows)
    return tmp_path


def write(path, rows):
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows([("photo", "bright"), *rows])


def trained(root):
    return run(check(load(root / "spec.yaml")), runs_dir=root / "runs")


def refused(root):
    with pytest.raises(SpecError) as raised:
        trained(root)
    (fault,) = raised.value.diagnostics
    return fault


def test_paths_are_relative_to_the_table_in_training_and_predicting(root):
    done = trained(root)
    (root / "later").mkdir()
    write(root / "later" / "new.csv", [("../photos/39.png", 0), ("../photos/0.png", 0)])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        bright, dark = np.ravel(done.predict(root / "later" / "new.csv"))
    assert bright != dark


def test_a_script_finds_them_too(root, monkeypatch):
    monkeypatch.chdir(root)
    checked = check(load(root / "spec.yaml", [("runtime.rewrite_for_cpu", False)]))
    (root / "script.py").write_text(
        generate_script(checked.program, checked.spec.document.source, "0"), "utf-8"
    )
    runpy.run_path(str(root / "script.py"), run_name="__main__")
    done = run(checked, runs_dir=root / "runs")
    saved = np.load(root / "spec.npz")
    for one in wtspec.weights(done.model).values():
        np.testing.assert_allclose(saved[one.path], np.asarray(one.value), rtol=1e-5, atol=1e-6)


def test_pictures_that_are_broken_or_missing_are_named_at_the_formula(root):
    cut(root / "photos" / "3.png", 0.6)
    (root / "photos" / "4.png").unlink()
    fault = refused(root)
    assert (fault.code, fault.span.line) == ("broken-images", 8)
    assert fault.received == "`../photos/3.png` is truncated; `../photos/4.png` is not there"


@pytest.mark.parametrize("path", ["../../outside.png", "/etc/passwd"])
def test_a_picture_outside_the_root_is_refused(path, root):
    write(root / "table" / "rows.csv", [("../photos/1.png", 1), (path, 2)])
    assert refused(root).code == "outside-root"


def test_a_link_that_leads_out_of_the_root_is_outside(tmp_path):
    (tmp_path / "root").mkdir()
    save(tmp_path, "a.png", np.zeros((2, 2), "uint8"))
    (tmp_path / "root" / "a.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(OutsideRootError):
        FilesBeside(str(tmp_path / "root"), str(tmp_path / "root")).find("a.png")


def test_an_empty_cell_is_no_picture(root):
    write(root / "table" / "rows.csv", [("../photos/1.png", 1), ("", 2)])
    assert refused(root).received.startswith("`an empty cell` ")


def test_numbers_are_no_paths(tmp_path):
    with pytest.raises(TypeError, match="a column of paths"):
        image(FilesBeside(str(tmp_path), str(tmp_path)), np.ones(2))


def test_several_columns_of_paths_keep_their_axes(tmp_path):
    for shade in (0, 9):
        save(tmp_path, f"{shade}.png", np.full((3, 3), shade, "uint8"))
    paths = np.array([["0.png", "9.png"], ["9.png", "9.png"]], object)
    made = image(FilesBeside(str(tmp_path), str(tmp_path)), paths, (2, 2), 1)
    assert made[..., 0, 0, 0].tolist() == [[0, 9], [9, 9]]


def validated(root, old, new):
    (root / "spec.yaml").write_text(SPEC.replace(old, new), "utf-8")
    with pytest.raises(SpecError) as raised:
        check(load(root / "spec.yaml"))
    (fault,) = raised.value.diagnostics
    return fault


def test_another_size_than_the_model_declares_is_told_before_a_file_is_read(root):
    fault = validated(root, "size=[6, 6]", "size=[7, 6]")
    assert (fault.code, fault.received) == ("shape-mismatch", "`[batch, 7, 6, 1]`")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("channels=1", "channels=2", "one of 1, 3, 4"),
        ("size=[6, 6]", "size=[6]", "height and width, whole numbers from 1"),
        ("size=[6, 6]", "size=[6, 0]", "height and width, whole numbers from 1"),
        ("channels=1", "channels=1, resize='fill'", "one of `crop`, `pad`, `stretch`"),
    ],
)
def test_arguments_that_no_picture_has_are_told_before_a_file_is_read(root, old, new, expected):
    fault = validated(root, old, new)
    assert (fault.code, fault.expected) == ("invalid-argument", expected)
