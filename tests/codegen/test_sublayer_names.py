"""Sublayers with another name in paths than in formulas."""

import numpy as np
import pytest

from wtspec.model import weights

ATTENDS = """
layers:
  Attend:
    inputs: {query: [batch, n]}
    layers:
      q: {layer: {Dense: 4}, name: query}
      several: {layer: {Dense: 4}, name: blocks, repeat: 2%s}
    call: several(q(query))
model:
  inputs: {x: [batch, 4]}
  layers: {first: {layer: Attend, name: attend}}
  call: first(x)
"""


@pytest.mark.parametrize("more", ["", ", scan: true", ", remat: true"])
def test_paths_have_the_name_that_is_given(model, numbers, more):
    made = model(ATTENDS % more)
    made(numbers(2, 4))
    names = ("query", "blocks/0", "blocks/1")
    expected = {f"attend/{name}/{weight}" for name in names for weight in ("kernel", "bias")}
    assert set(weights(made)) == expected


CALL = """call: |
    first(x, weights={"query/kernel": zeros([4, 4]), "blocks/1/bias": ones([4])})"""


def test_weights_are_replaced_by_that_name(model, numbers):
    made = model((ATTENDS % "").replace("call: first(x)", CALL))
    np.testing.assert_array_equal(made(numbers(2, 4)), 1)
