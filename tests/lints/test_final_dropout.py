"""Dropout of the output."""

import pytest

from tests.lints.conftest import trained


@pytest.mark.parametrize(
    "model",
    [
        "sequential: [{Dense: 1}, {Dropout: 0.5}]",
        "sequential: [{Dense: 1}, {Dropout: 0.5}, sigmoid]",
        "sequential: [{Dense: 1}, {GaussianDropout: 0.5}, {Reshape: [1]}]",
        "layers: {a: {Dense: 1}, drop: {Dropout: 0.5}}\ncall: drop(a(x))",
        "layers: {a: {Dense: 1}}\ncall: random.dropout(a(x), 0.5)",
        "sequential: [{Dense: 1}, Last]",
    ],
)
def test_dropout_after_the_last_layer(model, codes):
    last = "layers: {Last: {inputs: {x: [batch, _]}, layers: {d: {Dropout: 0.5}}, call: d(x)}}\n"
    assert codes(trained(model) + last) == ["final-dropout"]


@pytest.mark.parametrize(
    "model",
    [
        "sequential: [{Dropout: 0.5}, {Dense: 1}]",
        "sequential: [{Dense: 4}, {Dropout: 0.5}, {Dense: 1}, sigmoid]",
        "layers: {a: {Dense: 1}, drop: {Dropout: 0.5}}\ncall: x + drop(a(x))",
        "sequential: [{Dense: 1}, {GaussianNoise: 0.5}]",
    ],
)
def test_dropout_before_the_end(model, codes):
    assert codes(trained(model)) == []


def test_an_output_without_a_loss_may_be_dropped(codes):
    model = (
        "layers: {a: {Dense: 1}, drop: {Dropout: 0.5}}\n"
        'call: |\n  y = a(x)\n  return {"a": y, "b": drop(y)}\n'
    )
    assert codes(trained(model, "loss: {a: mse}", targets="{a: =y}")) == []
