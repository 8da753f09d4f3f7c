"""What is said where a loss or a weight is no number any more: what was the first, and where."""

import numpy as np
import pytest

from wtspec.errors import SpecError

ROWS = 64
STEPS = "{PiecewiseConstantDecay: {boundaries: [14], values: [0.01, 1e30]}}"
SPEC = """
wtspec: 1
name: lost
layers:
  Odd:
    inputs: {x: [batch, features]}
    weights: {w: {shape: [features], initializer: ones}}
    call: BODY
model:
  inputs: {x: [batch, 2]}
  sequential: [{Odd: {}}, {Dense: 1}]
data:
  source: {csv: none.csv}
  inputs: {x: "stack([a, b], axis=-1)"}
  targets: =y
  batch_size: 8
  split: {validation: 0.25}
train:
  epochs: 4
  optimizer: {SGD: {learning_rate: 0.01}}
  loss: mse
"""


def columns(**changes):
    rows = np.random.default_rng(0)
    made = {name: rows.normal(size=ROWS).astype("float32") for name in "aby"}
    for name, (row, value) in changes.items():
        made[name][row] = value
    return made


@pytest.fixture
def told(train):
    """The fault of a training of such rows."""

    def told(body, changes="", **rows):
        with pytest.raises(SpecError) as raised:
            train(SPEC.replace("BODY", body) + changes, data=columns(**rows))
        (fault,) = raised.value.diagnostics
        assert fault.code == "loss-not-finite"
        return fault

    return told


def test_a_gradient_that_is_none_is_named_with_its_step(told):
    fault = told("x + sqrt(w - 1)")
    assert fault.message == (
        "the loss is nan at step 2 of epoch 1: the gradient of `odd/w` is not finite at step 1 of "
        "epoch 1"
    )
    assert "slope" in fault.help


def test_the_row_that_overflows_is_named_by_its_place_in_the_source(told):
    fault = told("square(square(x)) * w", a=(3, 1e12))
    assert "output is not finite" in fault.message
    assert fault.received == "row 3 of the training rows' source, counted from 0"


def test_the_last_state_that_was_saved_is_told(train):
    spec = (
        SPEC.replace("BODY", "x * w").replace(
            "SGD: {learning_rate: 0.01}",
            f"SGD: {{learning_rate: {STEPS}}}",
        )
        + "  checkpoint: {every: 1 epoch}\n"
    )
    with pytest.raises(SpecError) as raised:
        train(spec, data=columns())
    (fault,) = raised.value.diagnostics
    assert "of epoch 3" in fault.message
    assert "the last state that was saved is that at the end of epoch 2" in fault.help
    assert fault.received.startswith("rows ")
