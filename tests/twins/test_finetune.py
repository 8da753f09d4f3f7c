import numpy as np
import pytest

from tests.twins import finetune
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

IMAGES = np.random.default_rng(0).random((15, 8, 8, 1), "float32")
LABELS = np.arange(15) % 5


@pytest.fixture(scope="module", params=["finetune", "trunk"])
def pair(request):
    twins = {"finetune": finetune.make_model, "trunk": finetune.make_trunk}
    return build_model(request.param), twins[request.param]()


def test_same_weights_give_same_outputs(pair):
    model, twin = pair
    copy_weights(model, finetune.weights(twin))
    assert_same_outputs(model, twin, IMAGES)


def test_training_steps_are_the_same_program(pair):
    model, twin = pair
    assert_same_program(model, twin, finetune.weights(twin), (IMAGES, LABELS))
