import numpy as np
import pytest

from tests.twins import tabular
from tests.twins.compare import assert_same_outputs, assert_same_program, copy_weights
from tests.twins.generated import build_model

RNG = np.random.default_rng(0)
BIRDS = {
    "measures": RNG.normal(size=(16, 4)).astype("float32"),
    "sex": np.eye(3, dtype="float32")[RNG.integers(3, size=16)],
    "island": RNG.integers(4, size=16).astype("int32"),
}
SPECIES = np.arange(16) % 3
ROW_WEIGHTS = np.ones(16, "float32")


@pytest.fixture(scope="module")
def model():
    shapes = {name: (None, *values.shape[1:]) for name, values in BIRDS.items()}
    return build_model("tabular", shapes, {"island": 4, "species": 4})


@pytest.fixture(scope="module")
def twin():
    return tabular.make_model()


def test_same_weights_give_same_outputs(model, twin):
    copy_weights(model, tabular.weights(twin))
    assert_same_outputs(model, twin, BIRDS)


def test_same_seeds_drop_the_same_units(model, twin):
    copy_weights(model, tabular.weights(twin))
    assert_same_outputs(model, twin, BIRDS, training=True)


def test_training_steps_are_the_same_program(model, twin):
    assert_same_program(model, twin, tabular.weights(twin), (BIRDS, SPECIES, ROW_WEIGHTS))
