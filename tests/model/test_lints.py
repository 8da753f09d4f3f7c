"""What lints say of weights and outputs is what Keras then does with them."""

import textwrap

import numpy as np
import pytest

from tests.lints import test_cross_entropy as entropies
from tests.lints.test_untrained import CUT, PASSED
from tests.lints.test_zero_product import MOVING, STUCK
from tests.long import mostly_long
from wtspec.model import weights

HEAD = """\
functions: {{hard(x): 2 * stop_gradient(x), soft(x): x + stop_gradient(x)}}
model:
  inputs: {{x: [batch, 2, 3]}}
  layers: {{{layers}}}
  call: {call}
layers:
"""
LAYER = """\
  T{at}:
    inputs: {{x: [batch, time, dim]}}
    weights:
{weights}
    call: |
{call}
"""


def side_by_side(layers):
    """A spec whose model adds what each of these layers gives: weights and body."""
    several = range(len(layers))
    text = HEAD.format(
        layers=", ".join(f"t{at}: T{at}" for at in several),
        call=" + ".join(f"sum(t{at}(x))" for at in several),
    )
    for at, (declared, call) in enumerate(layers):
        lines = textwrap.indent(declared, " " * 6), textwrap.indent(call, " " * 6)
        text += LAYER.format(at=at, weights=lines[0], call=lines[1])
    return text


def moved(model):
    """The paths of the weights that change in a few steps of training."""
    model.compile(optimizer="adam", loss=lambda y_true, y_pred: (y_pred - y_true) ** 2)
    before = values(model)
    x = np.random.default_rng(0).normal(size=(8, 2, 3)).astype("float32")
    for _ in range(3):
        model.train_on_batch(x, np.ones(8, "float32"))
    after = values(model)
    return {path for path, one in before.items() if not np.array_equal(one, after[path])}


def values(model):
    return {path: np.array(one.value) for path, one in weights(model).items()}


def test_weights_without_a_gradient_keep_their_values(built):
    declared = "w: {shape: [dim], initializer: ones}"
    found = built(side_by_side([(declared, call) for call in (*CUT, *PASSED)]))
    assert moved(found.model) == {f"t{at + len(CUT)}/w" for at in range(len(PASSED))}


def test_factors_that_are_both_zero_stay_zero(built):
    two = "a: {{shape: [dim, 2], initializer: zeros}}\nb: {{shape: [2, dim], initializer: {}}}"
    stuck = [(two.format("zeros"), call) for call, _ in STUCK]
    moving = [(two.format(zero), call) for call, zero in MOVING]
    found = moved(built(side_by_side([*stuck, *moving])).model)
    layers = {path.partition("/")[0] for path in found}
    assert layers == {f"t{at + len(stuck)}" for at in range(len(moving))}


def predicted(built, model):
    text = entropies.with_layers(model, "loss: mse").removeprefix("wtspec: 1\n")
    x = 9 * np.random.default_rng(0).normal(size=(64, 16)).astype("float32")
    return np.array(built(text).model(x))


@pytest.mark.parametrize("model", mostly_long(entropies.LOGITS, every=4))
def test_logits_may_be_any_number(model, built):
    found = predicted(built, model)
    assert found.min() < 0
    assert found.max() > 1


@pytest.mark.parametrize("model", entropies.PROBABILITIES)
def test_probabilities_lie_between_0_and_1(model, built):
    found = predicted(built, model)
    assert found.min() >= 0
    assert found.max() <= 1
