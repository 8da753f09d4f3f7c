"""What a trunk has learned from some digits serves for others."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

import wtspec

CONFIGS = Path(__file__).parents[2] / "configs"
TRUNK = load_file(CONFIGS / "data" / "trunk.safetensors")
FROZEN = sorted(path for path in TRUNK if path.startswith("trunk/"))


def train(folder, name="finetune", **changes):
    spec = wtspec.load(CONFIGS / f"{name}.yaml", set=changes)
    return wtspec.run(spec, runs_dir=folder)


@pytest.fixture(scope="module")
def finetuned(tmp_path_factory):
    return train(tmp_path_factory.mktemp("runs"))


@pytest.mark.long
def test_trunk_tells_the_digits_below_5_apart(tmp_path):
    assert train(tmp_path, "trunk").metrics["test"]["accuracy"] > 0.95


@pytest.mark.long
def test_pretrained_weights_beat_fresh_ones_on_few_rows(finetuned, tmp_path):
    fresh = train(tmp_path, **{"model.pretrained": None})
    pretrained, unaided = (run.metrics["test"]["accuracy"] for run in (finetuned, fresh))
    assert pretrained > 0.85
    assert pretrained > unaided + 0.05


@pytest.mark.long
def test_frozen_weights_keep_every_bit(finetuned):
    found = wtspec.weights(finetuned.model)
    assert len(FROZEN) == 8
    for path in FROZEN:
        np.testing.assert_array_equal(np.asarray(found[path].value), TRUNK[path], path)


@pytest.mark.long
def test_only_low_rank_weights_and_the_new_head_learn(finetuned):
    found = wtspec.weights(finetuned.model)
    learning = {path for path, variable in found.items() if variable.trainable}
    low_rank = {f"trunk/{at}/lora_{ab}" for at in ("strokes", "shapes") for ab in "ab"}
    assert learning == low_rank | {"new_head/kernel", "new_head/bias"}
    assert all(np.asarray(found[path].value).any() for path in learning)


def test_before_training_the_trunk_is_as_it_was():
    model = wtspec.build(wtspec.load(CONFIGS / "finetune.yaml"))
    trunk = wtspec.build(wtspec.load(CONFIGS / "trunk.yaml"))
    for path, variable in wtspec.weights(trunk).items():
        variable.assign(TRUNK[path])
    images = np.random.default_rng(0).random((4, 8, 8, 1), "float32")
    seen, known = model.trunk(images), trunk.trunk(images)
    np.testing.assert_allclose(seen, known, rtol=1e-6, atol=1e-6)
