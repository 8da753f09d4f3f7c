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
        {"LOSS": "{Huber: {reduction: average}}"},
        {"LOSS": "{Huber: {reduction: =word}}"},
        {"MORE": "metrics: [{AUC: {curve: ROCK}}]"},
        {"MORE": "metrics: [{F1Score: {average: mean}}]"},
        {"MORE": "callbacks: [{EarlyStopping: {mode: least}}]"},
        {"MORE": "early_stopping: {mode: least}"},
        {"LAYER": "{Dense: {units: 3, kernel_initializer: {VarianceScaling: {mode: fan}}}}"},
        {"LAYER": "{Dense: {units: 3, kernel_regularizer: {OrthogonalRegularizer: {mode: x}}}}"},
    ],
)
def test_words_that_keras_does_not_know_are_refused(changed, codes):
    text = whole(**{key: value for key, value in changed.items() if key != "LOSS"})
    text = text.replace("params: {", "params: {word: average, ")
    text = text.replace("loss: mse", f"loss: {changed.get('LOSS', 'mse')}")
    text = text if "word" in text.partition("model:")[2] else text.replace("word: average, ", "")
    assert codes(text) == ["invalid-choice"]


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


SIZED = """
layers:
  Sized:
    params:
      size: {{type: int or list, default: 1, min: 1}}
      sizes: {{type: list, default: null, min: 1}}
      free: {{type: int or list, default: 1}}
    inputs: {{x: [batch, dim]}}
    call: x if size == sizes else x * len([free])
model:
  inputs: {{x: [batch, 4]}}
  sequential: [{{Sized: {{{argument}}}}}]
"""


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        ("size: [1, 0]", "out-of-range"),
        ("size: [[1, 2], [3, -1]]", "out-of-range"),
        ("size: '=[1, -2]'", "out-of-range"),
        ("size: [1, a]", "wrong-type"),
        ("size: [1, 1.5]", "wrong-type"),
        ("size: [[1, true]]", "wrong-type"),
        ("size: [1, null]", "wrong-type"),
        ("sizes: [1, a]", "wrong-type"),
        ("sizes: [null, 0]", "out-of-range"),
    ],
)
def test_bounds_hold_for_the_items_of_a_list_at_any_depth(argument, code, fault):
    found = fault(SIZED.format(argument=argument))
    assert found.code == code
    assert found.span.text.strip("='") in argument
    assert len(found.span.text) < 7


@pytest.mark.parametrize(
    "argument",
    ["size: [1, [2, 3]]", "sizes: [null, 2.5]", "sizes: null", "free: [a, 1.5]", "size: =1 + 1"],
)
def test_items_within_their_bounds_are_taken(argument, codes):
    assert codes(SIZED.format(argument=argument)) == []


@pytest.mark.parametrize(
    ("param", "code"),
    [
        ("{type: list, default: [1, a], min: 0}", "wrong-type"),
        ("{type: list, default: [[1], [-1]], min: 0}", "out-of-range"),
        ("{type: int or list, default: [1, 1.5], max: 3}", "wrong-type"),
        ("{type: str or list, default: [1], min: 0}", "unused-bound"),
        ("{type: list, default: [1.5, [2]], min: 0}", None),
    ],
)
def test_a_default_list_keeps_its_own_bounds(param, code, codes):
    text = f"layers:\n  L:\n    params: {{n: {param}}}\n    inputs: {{x: [batch, d]}}\n"
    assert codes(text + "    call: x * len([n])\n") == ([code] if code else [])
    assert codes(f"params: {{n: {param}}}\n") == ([code] if code else [])
