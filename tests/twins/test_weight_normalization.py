import numpy as np
import pytest

from tests.twins import weight_normalization
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

MEASUREMENTS = np.random.default_rng(0).random((32, 10), "float32")
TARGETS = np.random.default_rng(1).random((32, 1), "float32")


@pytest.fixture(scope="module")
def model():
    return build_model("weight_normalization")


@pytest.fixture(scope="module")
def twin():
    return weight_normalization.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, weight_normalization.weights(twin))
    assert_same_outputs(model, twin, MEASUREMENTS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, weight_normalization.weights(twin), (MEASUREMENTS, TARGETS))


def test_the_kernel_that_is_used_has_the_learned_lengths(model):
    layer = model.layers[1]
    layer.length.assign([2.5])
    used = layer(np.eye(32, dtype="float32")) - layer.inner.bias
    assert np.linalg.norm(used) == pytest.approx(2.5, rel=1e-5)
