import keras
import numpy as np
import pytest

from tests.twins import spectral_normalization
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

PIXELS = np.random.default_rng(0).random((32, 64), "float32")
LABELS = np.arange(32) % 10


@pytest.fixture(scope="module")
def model():
    return build_model("spectral_normalization")


@pytest.fixture(scope="module")
def twin():
    return spectral_normalization.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, spectral_normalization.weights(twin))
    assert_same_outputs(model, twin, PIXELS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, spectral_normalization.weights(twin), (PIXELS, LABELS))


def test_a_step_of_training_computes_what_keras_layer_does(model):
    ours = model.layers[0]
    theirs = keras.layers.SpectralNormalization(keras.layers.Dense(64))
    theirs.build((None, 64))
    theirs.layer.kernel.assign(ours.inner.kernel)
    theirs.layer.bias.assign(ours.inner.bias)
    theirs.vector_u.assign(ours.u)
    expected = theirs(PIXELS, training=True)
    np.testing.assert_allclose(ours(PIXELS, training=True), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ours.u, theirs.vector_u, rtol=1e-5, atol=1e-6)


def test_the_kernel_that_is_used_stretches_nothing(model):
    layer = model.layers[0]
    for _ in range(50):
        layer(PIXELS, training=True)
    used = layer(np.eye(64, dtype="float32")) - layer.inner.bias
    assert np.linalg.norm(used, 2) == pytest.approx(1, rel=1e-3)
