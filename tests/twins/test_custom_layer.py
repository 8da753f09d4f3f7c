import numpy as np
import pytest

from tests.twins import custom_layer
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

ROWS = np.random.default_rng(0).random((32, 784), "float32")
LABELS = np.arange(32) % 10


@pytest.fixture(scope="module")
def model():
    return build_model("custom_layer")


@pytest.fixture(scope="module")
def twin():
    return custom_layer.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, custom_layer.weights(twin))
    assert_same_outputs(model, twin, ROWS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, custom_layer.weights(twin), (ROWS, LABELS))
