import numpy as np
import pytest

from tests.twins import attention
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

ROWS = np.random.default_rng(0).random((32, 8, 8), "float32")
LABELS = np.arange(32) % 10


@pytest.fixture(scope="module")
def model():
    return build_model("attention")


@pytest.fixture(scope="module")
def twin():
    return attention.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, attention.weights(twin))
    assert_same_outputs(model, twin, ROWS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, attention.weights(twin), (ROWS, LABELS))
