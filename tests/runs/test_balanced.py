"""Runs whose classes are balanced, or weighed by name."""

import json
import subprocess
import sys

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

import wtspec
from wtspec.errors import SpecError

SPEC = """
wtspec: 1
name: balanced
model: {inputs: {x: [batch, 2]}, sequential: [{Dense: 3}]}
data:
  source: {npz: none.npz}
  inputs: {x: "=stack([a, b], axis=-1)"}
  targets: "=lookup(kind) - 1"
train:
  epochs: 1
  optimizer: {SGD: {learning_rate: 0.1}}
  loss: {SparseCategoricalCrossentropy: {from_logits: true}}
  class_weight: balanced
"""
GENERATOR = np.random.default_rng(0)
KINDS = np.array(["often"] * 40 + ["rare"] * 8 + ["some"] * 16, object)
DATA = {"a": GENERATOR.normal(size=64), "b": GENERATOR.normal(size=64), "kind": KINDS}


@pytest.fixture
def trained(tmp_path):
    def trained(text=SPEC, **settings):
        (tmp_path / "spec.yaml").write_text(text, "utf-8")
        spec = wtspec.load(tmp_path / "spec.yaml", set=settings)
        return wtspec.run(spec, data=DATA, runs_dir=tmp_path / "runs")

    return trained


def test_balanced_classes_train_as_with_the_weights_of_scikit_learn_by_name_or_label(trained):
    names = ["often", "rare", "some"]
    weights = compute_class_weight("balanced", classes=np.array(names), y=KINDS.astype(str))
    balanced = trained()
    assert json.loads((balanced.folder / "preprocessing.json").read_text())["class_weight"] == {
        str(label): pytest.approx(weight) for label, weight in enumerate(weights)
    }
    assert "count often 0.533, rare 2.67, some 1.33" in (balanced.folder / "log.txt").read_text()
    by_name = dict(zip(names, map(float, weights), strict=True))
    for given in (by_name, dict(enumerate(map(float, weights)))):
        text = SPEC.replace("class_weight: balanced", f"class_weight: {json_keys(given)}")
        other = trained(text)
        for path, variable in balanced.weights.items():
            np.testing.assert_allclose(variable, other.weights[path], rtol=1e-6)


def json_keys(weights):
    return "{" + ", ".join(f"{key}: {weight!r}" for key, weight in weights.items()) + "}"


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ({"train.class_weight": "balance"}, "invalid-choice", "did you mean `balanced`?"),
        ({"train.class_weight": {"oftn": 1.0}}, "class-weight-targets", "did you mean `often`?"),
        (
            {"data.targets": "=a", "train.loss": "mse"},
            "class-weight-targets",
            "the targets are numbers",
        ),
        (
            {"data.targets": "=round(a * 50)", "train.loss": "mse"},
            "class-weight-targets",
            "labels, whole numbers from 0",
        ),
        (
            {"data.targets": "=stack([a > 0, a > 0, b < 9], axis=-1)", "train.loss": "bce"},
            "class-weight-targets",
            "rows have several of them",
        ),
        (
            {"data.targets": "=a > 0", "train.class_weight": {"often": 1.0}},
            "class-weight-targets",
            "`targets: =lookup(…) - 1` makes labels of names",
        ),
    ],
)
def test_weights_of_what_is_no_class_are_refused(trained, settings, code, words):
    units = 1 if settings.get("train.loss") == "mse" else 3
    text = SPEC.replace("Dense: 3", f"Dense: {units}")
    text = text.replace("class_weight: balanced", "") if "train.class_weight" in settings else text
    with pytest.raises(SpecError) as raised:
        trained(text, **settings)
    (found,) = raised.value.diagnostics
    assert found.code == code
    assert words in str(raised.value)


@pytest.mark.long
@pytest.mark.parametrize(
    ("given", "rows"),
    [("balanced", "weights: =where(a > 0, 2.0, 1.0)"), ("{often: 0.5, rare: 3}", "")],
)
def test_a_script_weighs_classes_as_the_run_does(tmp_path, monkeypatch, given, rows):
    monkeypatch.chdir(tmp_path)
    np.savez(tmp_path / "rows.npz", **DATA | {"kind": KINDS.astype(str)})
    text = SPEC.replace("none.npz", "rows.npz").replace("class_weight: balanced", "")
    text = text.replace("train:", f"  {rows}\ntrain:") + f"  class_weight: {given}\n"
    (tmp_path / "spec.yaml").write_text(text, "utf-8")
    spec = wtspec.load(tmp_path / "spec.yaml", set={"runtime.rewrite_for_cpu": False})
    (tmp_path / "script.py").write_text(wtspec.source(spec, script=True), "utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = np.load(tmp_path / "balanced.npz")
    ours = wtspec.run(spec, runs_dir=tmp_path / "runs").weights
    for variable, name in zip(ours.values(), theirs.files, strict=False):
        np.testing.assert_allclose(variable, theirs[name], rtol=1e-5, atol=1e-6)
