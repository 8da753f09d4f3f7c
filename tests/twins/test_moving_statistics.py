import numpy as np
import pytest

from tests.twins import moving_statistics
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

MEASUREMENTS = np.random.default_rng(0).random((32, 30), "float32")
LABELS = np.arange(32) % 2


@pytest.fixture(scope="module")
def model():
    return build_model("moving_statistics")


@pytest.fixture(scope="module")
def twin():
    return moving_statistics.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, moving_statistics.weights(twin))
    assert_same_outputs(model, twin, MEASUREMENTS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, moving_statistics.weights(twin), (MEASUREMENTS, LABELS))
