import numpy as np
import pytest

from tests.twins import transformer
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

TEXT = np.random.default_rng(0).integers(128, size=(32, 65)).astype("uint8")
TOKENS, NEXT = TEXT[:, :-1], TEXT[:, 1:]
STEPS = 342


@pytest.fixture(scope="module")
def model():
    return build_model("transformer", {"tokens": (None, 64)}, total_steps=STEPS)


@pytest.fixture(scope="module")
def twin():
    return transformer.make_model(STEPS)


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, transformer.weights(twin))
    assert_same_outputs(model, twin, TOKENS)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, transformer.weights(twin), (TOKENS, NEXT))
