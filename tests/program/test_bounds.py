"""Numbers that no class of Keras's can mean are told before anything is built."""

import pytest

WHOLE = """
params: {rate: RATE}
model:
  inputs: {x: [batch, 64]}
  sequential: [LAYER, {Dense: 1}]
data:
  source: {sklearn: digits}
  inputs: {x: =data}
  targets: =target
  split: {validation: 0.1}
train: {epochs: 1, optimizer: OPTIMIZER, loss: mse, MORE}
"""
RIGHT = {
    "LAYER": "{Dropout: 0.5}",
    "OPTIMIZER": "{SGD: =rate}",
    "RATE": "0.1",
    "MORE": "callbacks: []",
}

DECAY = "{CosineDecay: {initial_learning_rate: =rate, decay_steps: 0}}"


def whole(**changed):
    text = WHOLE
    for name, value in {**RIGHT, **changed}.items():
        text = text.replace(name, value)
    return text


@pytest.mark.parametrize(
    "changed",
    [
        {"OPTIMIZER": "{Adam: {learning_rate: -0.1}}", "LAYER": "{Dropout: =rate}"},
        {"OPTIMIZER": "{Adam: {learning_rate: =rate, beta_1: 1.0}}"},
        {"OPTIMIZER": "{Adam: {learning_rate: =rate, beta_2: =-0.5}}"},
        {"OPTIMIZER": "{SGD: {learning_rate: =rate, momentum: 1.5}}"},
        {"OPTIMIZER": "{RMSprop: {learning_rate: =rate, rho: 2}}"},
        {"OPTIMIZER": f"{{SGD: {{learning_rate: {DECAY}}}}}"},
        {"RATE": "-0.1"},
        {"LAYER": "{Dropout: 1.5}"},
        {"LAYER": "{SpatialDropout1D: {rate: -1}}"},
        {"MORE": "early_stopping: {patience: -1}"},
        {"MORE": "callbacks: [{EarlyStopping: {patience: -1}}]"},
        {"MORE": "callbacks: [{ReduceLROnPlateau: {factor: 2}}]"},
        {"MORE": "class_weight: {0: 1.0, 1: -2}"},
    ],
)
def test_numbers_out_of_bounds_are_refused(changed, codes):
    assert codes(whole(**changed)) == ["out-of-range"]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"RATE": "0"},
        {"LAYER": "{Dropout: 1}"},
        {"OPTIMIZER": "{Adam: {learning_rate: =rate, beta_1: 0, epsilon: 0}}"},
        {"OPTIMIZER": "{SGD: =rate / total_steps}"},
        {"MORE": "early_stopping: {patience: 0}"},
        {"MORE": "class_weight: {0: 1.0, 1: 0}"},
    ],
)
def test_numbers_at_their_bounds_are_taken(changed, codes):
    assert codes(whole(**changed)) == []


def test_a_number_that_is_a_param_is_shown_where_it_stands(fault):
    found = fault(whole(RATE="-0.1"))
    assert found.message == "`learning_rate` of `SGD` must be at least 0"
    assert found.received == "`-0.1`"
    assert [one.message for one in found.related] == ["the value"]


def test_the_weight_of_a_class_is_named_by_its_class(fault):
    message = fault(whole(MORE="class_weight: {1: -2}")).message
    assert message == "`1` in `class_weight` must be at least 0"
