import numpy as np
import pytest

from tests.twins import constraints
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

PIXELS = np.random.default_rng(0).random((32, 64), "float32")
LABELS = np.arange(32) % 10


@pytest.fixture(scope="module")
def model():
    return build_model("constraints")


@pytest.fixture(scope="module")
def twin():
    return constraints.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, constraints.weights(twin))
    assert_same_outputs(model, twin, PIXELS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, constraints.weights(twin), (PIXELS, LABELS))
