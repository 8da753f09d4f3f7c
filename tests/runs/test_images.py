"""Runs on pictures: in memory and in pieces, evaluated, gone on with, and predicted with."""

import json

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from pyarrow import parquet

from tests.data.pictures import cut, save
from wtspec.errors import SpecError
from wtspec.runs.evaluate import evaluate
from wtspec.runs.resume import read_run, resume
from wtspec.runs.run import run
from wtspec.stages import check, load

SPEC = """
wtspec: 1
model:
  inputs: {x: [batch, 8, 8, 3]}
  sequential: [{Rescaling: {scale: =1/255}}, Flatten, {Dense: =classes(label) - 1}]
data:
  source: {images: {path: colors, size: [8, 8]}}
  inputs: {x: =image}
  targets: =lookup(label) - 1
  split: {validation: 0.25, stratify: label}
  batch_size: 16
train:
  epochs: 15
  optimizer: {Adam: {learning_rate: 0.03}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  metrics: [accuracy]
"""
OF_A_TABLE = SPEC.replace("{images: {path: colors, size: [8, 8]}}", "{parquet: colors/all.parquet}")
OF_A_TABLE = OF_A_TABLE.replace("=image", '"=image(photo, size=[8, 8])"')


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Pictures of two colors, as a folder and as a table."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    generator = np.random.default_rng(0)
    photos, labels = [], []
    for label, color in (("blue", (20, 40, 200)), ("red", (200, 40, 20))):
        for at in range(80):
            picture = np.clip(color + generator.normal(0, 40, (9, 11, 3)), 0, 255)
            save(tmp_path / "colors", f"{label}/{at}.png", picture.astype("uint8"))
            photos.append(f"{label}/{at}.png")
            labels.append(label)
    table = pa.table({"photo": photos, "label": labels})
    parquet.write_table(table, tmp_path / "colors" / "all.parquet", row_group_size=50)
    return tmp_path


def trained(folder, text=SPEC, changes=()):
    (folder / "spec.yaml").write_text(text, "utf-8")
    return run(check(load(folder / "spec.yaml", list(changes))), runs_dir=folder / "runs")


def in_pieces(monkeypatch):
    monkeypatch.setattr("wtspec.data.stored.open_stored.MOST_BYTES", 0)
    monkeypatch.setattr("wtspec.data.streams.survey.HELD_BYTES", 0)


@pytest.mark.parametrize("text", [SPEC, OF_A_TABLE], ids=["folder", "table"])
def test_pieces_teach_what_the_whole_does(text, folder, monkeypatch):
    whole = trained(folder, text)
    in_pieces(monkeypatch)
    pieces = trained(folder, text)
    facts = [json.loads((one.folder / "preprocessing.json").read_text()) for one in (whole, pieces)]
    assert facts[0]["learned"] == facts[1]["learned"]
    assert facts[0]["parts"] == facts[1]["parts"]
    for one in (whole, pieces):
        assert one.metrics["validation"]["accuracy"] > 0.9


def test_a_run_is_evaluated_and_gone_on_with(folder):
    often = SPEC.replace("epochs: 15", "epochs: 2\n  checkpoint: {every: 1 epoch}")
    done = trained(folder, often)
    measured = evaluate(done.folder, part="validation")
    assert measured["accuracy"] == pytest.approx(done.metrics["validation"]["accuracy"])
    longer = resume(done.folder, read_run(done.folder, [("train.epochs", 4)]))
    assert longer is not None
    assert len(longer.history) == 4


def test_pictures_that_changed_are_not_evaluated(folder):
    done = trained(folder, changes=[("train.epochs", 1)])
    Image.new("RGB", (9, 11), "green").save(folder / "colors" / "red" / "3.png")
    with pytest.raises(SpecError, match="data"):
        evaluate(done.folder, part="validation")


def test_a_folder_without_labels_and_a_picture_are_predicted(folder):
    done = trained(folder)
    later = folder / "later"
    for at, color in enumerate(("red", "blue", "red")):
        save(later, f"{at}.jpg", Image.new("RGB", (30, 20), color))
    assert np.argmax(done.predict(later), -1).tolist() == [1, 0, 1]
    assert np.argmax(done.predict(later / "1.jpg"), -1).tolist() == [0]
    with pytest.raises(SpecError, match="there is no folder `latter`"):
        done.predict(folder / "latter")


@pytest.mark.parametrize("streamed", [False, True])
def test_files_that_are_no_pictures_are_told_at_the_start(streamed, folder, monkeypatch):
    (folder / "colors" / "red" / "Thumbs.db").write_bytes(b"x")
    if streamed:
        in_pieces(monkeypatch)
    done = trained(folder, changes=[("train.epochs", 1)])
    log = (done.folder / "log.txt").read_text("utf-8")
    assert "`colors` holds files that are no pictures: 1 .parquet, 1 .db" in log


@pytest.mark.parametrize("streamed", [False, True])
def test_broken_pictures_are_told_before_training(streamed, folder, monkeypatch):
    for at in (3, 70):
        cut(folder / "colors" / "red" / f"{at}.png")
    if streamed:
        in_pieces(monkeypatch)
    with pytest.raises(SpecError) as raised:
        trained(folder)
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.span.line) == ("broken-images", 7)
    assert fault.message == "2 of 160 pictures of `colors` can't be decoded"


def test_a_size_that_a_param_makes_nothing_is_told_by_its_key(folder):
    text = SPEC.replace("wtspec: 1", "wtspec: 1\nparams: {side: 0}").replace("[8, 8]", "[8, =side]")
    (folder / "spec.yaml").write_text(text, "utf-8")
    with pytest.raises(SpecError) as raised:
        check(load(folder / "spec.yaml"))
    assert raised.value.diagnostics[0].message == "`size` must be at least 1"
