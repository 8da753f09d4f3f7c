"""What the YAML language server proposes where someone types."""

import pytest

KEY, VALUE = 10, 12
"""How the protocol numbers kinds of proposals: a key, and a value."""

MODEL = """\
wtspec: 1
model:
  inputs: {x: [batch, 4]}
"""
LAYER = """\
wtspec: 1
layers:
  Linear:
    inputs: {x: [..., features]}
"""
TRAIN = """\
wtspec: 1
train:
  epochs: 1
"""


@pytest.fixture
def proposed(server):
    """The labels of what is proposed at the cursor, of one kind or all."""

    def read(text, kind=None):
        return [item["label"] for item in server.complete(text) if kind in (None, item["kind"])]

    return read


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("|", {"wtspec", "model", "train"}, id="an empty file"),
        pytest.param("wtspec: 1\n|", {"layers", "model", "data", "runtime"}, id="the top"),
        pytest.param("wtspec: 1\nru|", {"runtime"}, id="a key half typed"),
        pytest.param(f"{LAYER}    |", {"weights", "call", "state", "wraps"}, id="a layer"),
        pytest.param(
            f"{LAYER}    weights:\n      w:\n        |", {"shape", "constraint"}, id="a weight"
        ),
        pytest.param(
            f"{LAYER}    weights:\n      w: {{shape: [4], i|}}", {"initializer"}, id="a flow weight"
        ),
        pytest.param(f"{LAYER}    params:\n      n:\n        |", {"type", "min"}, id="a param"),
        pytest.param(f"{TRAIN}  |", {"steps", "optimizer", "early_stopping"}, id="the training"),
        pytest.param(f"{TRAIN}  optimizer:\n    |", {"Adam", "Muon"}, id="optimizers"),
        pytest.param(
            f"{TRAIN}  optimizer:\n    Adam:\n      |",
            {"learning_rate", "beta_1"},
            id="arguments of an optimizer",
        ),
        pytest.param(
            f"{TRAIN}  optimizer: {{Adam: {{l|}}}}", {"learning_rate"}, id="flow arguments"
        ),
        pytest.param(
            f"{TRAIN}  optimizer:\n    Adam:\n      learning_rate:\n        |",
            {"CosineDecay"},
            id="schedules",
        ),
        pytest.param(
            f"{TRAIN}  optimizer: {{Adam: {{learning_rate: {{CosineDecay: {{d|}}}}}}}}",
            {"decay_steps"},
            id="arguments of a schedule",
        ),
        pytest.param(f"{TRAIN}  loss:\n    |", {"MeanSquaredError", "Huber"}, id="losses"),
        pytest.param(
            f"{TRAIN}  early_stopping:\n    |", {"patience", "monitor"}, id="early stopping"
        ),
        pytest.param(
            f"{MODEL}  sequential:\n    - |", {"Dense", "MaxPool2D", "layer"}, id="an item"
        ),
        pytest.param(
            f"{MODEL}  sequential:\n    - Dense:\n        |", {"units"}, id="arguments of an item"
        ),
        pytest.param(
            f"{MODEL}  sequential:\n    - Dense: {{units: 3, act|}}",
            {"activation"},
            id="flow arguments of an item",
        ),
        pytest.param(
            f"{MODEL}  sequential:\n    - layer: relu\n      |", {"name", "repeat"}, id="long form"
        ),
        pytest.param(
            f"{MODEL}  sequential:\n    - Bidirectional:\n        layer:\n          |",
            {"GRU", "LSTM"},
            id="a layer in a layer",
        ),
        pytest.param(
            f"{MODEL}  sequential:\n    - {{Bidirectional: {{layer: {{GRU: {{un|}}}}}}}}",
            {"units", "unroll"},
            id="arguments of a layer in a layer",
        ),
        pytest.param(f"{MODEL}  layers:\n    a:\n      |", {"Dense", "layer"}, id="a sublayer"),
        pytest.param(
            "wtspec: 1\nextends: base.yaml\ntrain:\n  optimizer:\n    Adam:\n      |",
            {"learning_rate", "beta_1"},
            id="over a base",
        ),
        pytest.param("wtspec: 1\ndata:\n  source:\n    |", {"sklearn", "csv"}, id="sources"),
    ],
)
def test_keys_are_proposed(proposed, text, labels):
    assert labels - set(proposed(text, KEY)) == set()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param(f"{TRAIN}  optimizer: |", {"Adam", "adam", "SGD"}, id="optimizers"),
        pytest.param(f"{TRAIN}  loss: |", {"mse", "MeanSquaredError"}, id="losses"),
        pytest.param(f"{TRAIN}  metrics:\n    - acc|", {"accuracy"}, id="metrics"),
        pytest.param(f"{TRAIN}  callbacks:\n    - |", {"TerminateOnNaN"}, id="callbacks"),
        pytest.param(
            f"{LAYER}    weights:\n      w: {{initializer: |}}",
            {"glorot_uniform"},
            id="initializer",
        ),
        pytest.param(f"{MODEL}  sequential:\n    - |", {"relu", "Flatten"}, id="layers"),
        pytest.param(
            f"{MODEL}  layers:\n    a:\n      Dense:\n        activation: |",
            {"relu", "gelu"},
            id="activations",
        ),
        pytest.param("wtspec: 1\ndata:\n  source: {sklearn: |}", {"digits"}, id="choices"),
        pytest.param("wtspec: 1\nruntime:\n  deterministic: |", {"true", "false"}, id="flags"),
    ],
)
def test_values_are_proposed(proposed, text, labels):
    assert labels - set(proposed(text, VALUE)) == set()


def test_a_layer_that_needs_arguments_is_proposed_with_them_alone(proposed):
    text = f"{MODEL}  sequential:\n    - |"
    assert "Dense" not in proposed(text, VALUE)
    assert "Flatten" in proposed(text, KEY)


def test_what_is_there_already_is_not_proposed(proposed):
    assert not {"epochs", "wtspec"} & set(proposed(f"{TRAIN}  |"))


def test_a_proposal_brings_its_doc_and_its_default(server):
    items = server.complete(f"{TRAIN}  optimizer:\n    Adam:\n      |")
    rate = next(item for item in items if item["label"] == "learning_rate")
    assert rate["documentation"] == "A number or a schedule. Default: 0.001."
    assert rate["insertText"] == "learning_rate: ${1:0.001}"


def test_a_class_and_its_bare_name_are_told_apart(server):
    items = server.complete(f"{MODEL}  sequential:\n    - |")
    texts = {item["kind"]: item["insertText"] for item in items if item["label"] == "ReLU"}
    assert texts[VALUE] == "ReLU"
    assert texts[KEY].startswith("ReLU:\n")
