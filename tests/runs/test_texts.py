"""A run on texts, dates and gaps: recorded, opened again, and repeated from its resolved spec."""

import json
import runpy

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from wtspec.codegen import generate_script
from wtspec.runs.predict import predict
from wtspec.runs.run import run
from wtspec.stages import check, load

SPEC = """
wtspec: 1
model:
  inputs:
    ids: {shape: [batch, 4], dtype: int32}
    words: {shape: [batch, 3], dtype: int32}
    rest: [batch, n]
  layers:
    embed: {Embedding: {input_dim: =classes(text), output_dim: 2}}
    others: {Embedding: {input_dim: =classes(topic), output_dim: 2}}
    out: {Dense: 1}
  call: |
    return out(concatenate([mean(embed(ids), axis=1), mean(others(words), axis=1), rest], axis=-1))
data:
  source: {csv: rows.csv}
  inputs:
    ids: =tokens(text, "parts/tok.json", length=4)
    words: =words(topic, size=9, length=3)
    rest: |-
      concatenate([
        expand_dims(standardize(impute(amount, "median")), -1),
        expand_dims(bins(amount, 3) / 3, -1),
        date(day, "month weekday") / 12,
        many_hot(tags),
      ], axis=-1)
  targets: =y
  split: {test: 0.25}
train: {epochs: 1, optimizer: adam, loss: mse, checkpoint: none}
runtime: {seed: 3}
"""
ROWS = [
    f"a word {n},topic {n % 5},{n or ''},2024-0{n % 9 + 1}-11,{'p|q' if n % 3 else 'r'},{n}"
    for n in range(40)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    (folder / "pyproject.toml").touch()
    (folder / "rows.csv").write_text("\n".join(["text,topic,amount,day,tags,y", *ROWS, ""]))
    (folder / "spec.yaml").write_text(SPEC)
    tokenizer = Tokenizer(models.WordLevel(unk_token="?"))  # noqa: S106 - a token of text
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordLevelTrainer(special_tokens=["?"], show_progress=False)
    tokenizer.train_from_iterator(["a word 1 2 3"], trainer)
    (folder / "parts").mkdir()
    tokenizer.save(str(folder / "parts/tok.json"))
    return folder


@pytest.fixture(scope="module")
def finished(folder):
    return run(check(load(folder / "spec.yaml")), runs_dir=folder / "runs")


def test_what_was_learned_is_recorded_by_what_calls_say(finished):
    learned = json.loads((finished.folder / "preprocessing.json").read_text())
    assert {
        "bins amount count=3", "impute amount strategy=median", "many_hot tags",
        "tokens text file=tok.json", "words topic size=9",
    } < learned["learned"].keys()  # fmt: skip
    assert learned["classes"] == {"text": 6, "topic": 8}


def test_predictions_need_the_tokenizer_no_more(finished, folder, tmp_path):
    hidden = (folder / "parts").rename(folder / "hidden")
    try:
        predict(finished.folder, folder / "rows.csv", tmp_path / "out.npz", raw=True)
    finally:
        hidden.rename(folder / "parts")
    assert np.load(tmp_path / "out.npz")["output"].shape[0] == len(ROWS)


def test_resolved_spec_finds_the_tokenizer_and_learns_the_same(finished, tmp_path):
    again = run(check(load(finished.folder / "config.resolved.yaml")), runs_dir=tmp_path)
    kept = [
        json.loads((one / "preprocessing.json").read_text())
        for one in (finished.folder, again.folder)
    ]
    assert kept[0]["learned"] == kept[1]["learned"]


def test_script_learns_and_trains_alike(finished, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    checked = check(load(folder / "spec.yaml"))
    (folder / "spec.py").write_text(
        generate_script(checked.program, checked.spec.document.source, "0")
    )
    runpy.run_path(str(folder / "spec.py"), run_name="__main__")
    loss = json.loads(
        capsys.readouterr().out.splitlines()[-1].removeprefix("test ").replace("'", '"')
    )
    assert loss["loss"] == pytest.approx(finished.metrics["test"]["loss"], rel=1e-5)
