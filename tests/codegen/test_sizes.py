"""Inferred shapes, as source computes them."""

import numpy as np
import pytest

CEILING = """
Pairs:
  inputs: {x: [batch, dim]}
  weights: {w: {shape: [dim], initializer: ones}}
  call: |
    y = concatenate([x * w, zeros([batch, dim % 2])], axis=-1)
    return sum(reshape(y, [-1, -(-dim // 2), 2]), axis=-1)
"""


@pytest.mark.parametrize("dim", [4, 5])
def test_ceiling_of_a_division_is_printed_as_one(layer, dim):
    made = layer(CEILING)
    made.build((None, dim))

    found = made(np.ones((2, dim), "float32")).shape

    assert made.compute_output_shape((2, dim))[1:] == found[1:] == (-(-dim // 2),)
