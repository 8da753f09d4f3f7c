"""Pictures become two numbers, and these become pictures."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

import wtspec

pytestmark = pytest.mark.long

CONFIG = Path(__file__).parents[2] / "configs" / "vae.yaml"
DIGITS = load_digits()
PIXELS = (DIGITS.data / 16).astype("float32")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    return wtspec.run(wtspec.load(CONFIG), runs_dir=tmp_path_factory.mktemp("runs"))


def test_drawings_are_better_than_the_mean_picture(trained):
    mean = PIXELS.mean(axis=0).clip(1e-6, 1 - 1e-6)
    nats = -(PIXELS * np.log(mean) + (1 - PIXELS) * np.log(1 - mean)).sum(axis=1).mean()
    assert trained.metrics["test"]["loss"] < nats - 2
    assert trained.metrics["test"]["error"] < 0.8 * np.abs(PIXELS - mean).mean()


def test_the_divergence_is_reported_and_within_the_loss(trained):
    (first, *_, last) = trained.history
    assert 1 < last["divergence"] < 4
    assert last["loss"] < first["loss"]
    drawing = trained.model(PIXELS)["drawing"]
    nats = np.logaddexp(0, drawing) - PIXELS * np.asarray(drawing)
    center = np.asarray(trained.model(PIXELS)["code"])
    assert center.shape == (len(PIXELS), 2)
    (divergence,) = trained.model.losses
    losses = trained.model.evaluate(PIXELS, {"drawing": PIXELS}, return_dict=True, verbose=0)
    assert losses["loss"] == pytest.approx(nats.sum(axis=1).mean() + float(divergence), rel=1e-4)


def test_codes_tell_digits_apart(trained):
    codes = np.asarray(trained.model(PIXELS)["code"])
    neighbors = KNeighborsClassifier(15).fit(codes[::2], DIGITS.target[::2])
    assert neighbors.score(codes[1::2], DIGITS.target[1::2]) > 0.5


def test_codes_are_drawn_in_training_alone(trained):
    model = trained.model
    drawn = [np.asarray(model(PIXELS[:8], training=True)["code"]) for _ in range(2)]
    sure = [np.asarray(model(PIXELS[:8])["code"]) for _ in range(2)]
    assert np.abs(drawn[0] - drawn[1]).min() > 0
    np.testing.assert_array_equal(sure[0], sure[1])
