"""Weights that are set outside of training."""

import pytest

from tests.lints.conftest import one_layer

NORM = "layers: {norm: BatchNormalization}"
SEEN = "weights: {seen: {shape: [dim], initializer: zeros, trainable: false}}"
MEAN = "assign(seen, mean(x, axis=(0, 1)))"


@pytest.mark.parametrize(
    "call",
    [
        f"{MEAN}\nreturn x + seen",
        f"if ndim(x) > 2:\n  {MEAN}\nreturn x + seen",
        f"if training:\n  x = x * 2\n{MEAN}\nreturn x + seen",
    ],
)
def test_an_assign_that_evaluation_does_too(call, told):
    found = told(one_layer(call, SEEN))
    assert found == [("assign-outside-training", MEAN)]


@pytest.mark.parametrize(
    "call",
    [
        f"if training:\n  {MEAN}\nreturn x + seen",
        f"if not training:\n  x = x * 2\nelse:\n  {MEAN}\nreturn x + seen",
        f"if training and ndim(x) > 2:\n  {MEAN}\nreturn x + seen",
        f"if training:\n  for i in range(2):\n    {MEAN}\nreturn x + seen",
        "assign(seen, mean(x, axis=(0, 1)) if training else seen)\nreturn x + seen",
        (
            "rate = 0.1 if training else 0.0\n"
            "assign(seen, seen + rate * (mean(x, axis=(0, 1)) - seen))\nreturn x + seen"
        ),
        (
            "if training:\n  new = mean(x, axis=(0, 1))\nelse:\n  new = seen\n"
            "assign(seen, new)\nreturn x + seen"
        ),
    ],
)
def test_an_assign_that_depends_on_training(call, codes):
    assert codes(one_layer(call, SEEN)) == []


def test_an_assign_to_a_sublayers_weight_that_evaluation_does_too(told):
    call = "assign(norm.moving_mean, 0 * norm.moving_mean)"
    found = told(one_layer(f"{call}\nreturn norm(x)", NORM))
    assert found == [("assign-outside-training", call)]
