"""A language model learns its text, and looks no further than it may."""

from pathlib import Path

import numpy as np
import pytest

import wtspec

CONFIGS = Path(__file__).parents[2] / "configs"
TEXT = np.load(CONFIGS / "data" / "python_help.npz")["text"]


@pytest.fixture(scope="module")
def model():
    return wtspec.build(wtspec.load(CONFIGS / "transformer.yaml"))


@pytest.mark.long
def test_two_epochs_tell_more_than_how_frequent_each_character_is(tmp_path):
    counts = np.bincount(TEXT.ravel()) / TEXT.size
    entropy = -(counts[counts > 0] * np.log2(counts[counts > 0])).sum()
    spec = wtspec.load(CONFIGS / "transformer.yaml", set={"train.epochs": 2})
    done = wtspec.run(spec, runs_dir=tmp_path)
    assert done.metrics["validation"]["bits"] < entropy - 0.8
    assert done.metrics["validation"]["accuracy"] > 0.3


def test_the_output_has_no_weights_but_the_embedding(model):
    paths = set(wtspec.weights(model))
    assert len(paths) == 2 + 2 * 9
    assert {path for path in paths if not path.startswith("blocks/")} == {
        "embed/embeddings",
        "norm/scale",
    }


def test_a_character_changes_nothing_before_it(model):
    tokens = TEXT[:1, :-1].copy()
    before = np.asarray(model(tokens))
    tokens[0, 40] = 0
    after = np.asarray(model(tokens))
    np.testing.assert_array_equal(before[0, :40], after[0, :40])
    assert (np.abs(before - after)[0, 40:].max(axis=-1) > 0).all()


def test_the_first_block_sees_16_characters_and_the_second_all(model):
    near, far = model.blocks
    x = np.random.default_rng(0).normal(size=(1, 64, 64)).astype("float32")
    changed = x.copy()
    changed[0, 10] += 1
    for block, last in ((near, 25), (far, 63)):
        differ = np.abs(np.asarray(block(x)) - np.asarray(block(changed)))[0].max(axis=-1) > 0
        assert np.flatnonzero(differ).tolist() == list(range(10, last + 1))
