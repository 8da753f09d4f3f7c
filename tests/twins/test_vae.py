import numpy as np
import pytest

from tests.twins import vae
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

PIXELS = np.random.default_rng(0).random((64, 64), "float32")


@pytest.fixture(scope="module")
def model():
    return build_model("vae")


@pytest.fixture(scope="module")
def twin():
    return vae.make_model()


def test_same_weights_give_same_drawings_and_codes(model, twin):
    copy_weights(model, vae.weights(twin))
    assert_same_outputs(model, twin, PIXELS)


def test_same_seeds_draw_the_same_codes(model, twin):
    copy_weights(model, vae.weights(twin))
    assert_same_outputs(model, twin, PIXELS, training=True)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, vae.weights(twin), (PIXELS, {"drawing": PIXELS}))
