"""`returns` as a list: a shape for each of several outputs."""

import pytest

FILE = """\
layers:
  Pair:
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n, 2], initializer: ones}}
    call: |
      return %s
    returns: %s
model:
  inputs: {x: [batch, 4]}
  layers: {pair: Pair, dense: {Dense: 3}}
  call: |
    y, z = pair(x)
    return dense(z) + %s
"""


@pytest.mark.parametrize(
    ("value", "returns", "use", "found"),
    [
        ("x, x @ w", "[[batch, n], [batch, 2]]", "ones([3])", []),
        ("x, x @ w", "[[..., n], [_, 2]]", "ones([3])", []),
        ("x, x @ w", "[[batch, n], [batch, 3]]", "ones([3])", ["returns-mismatch"]),
        ("x, x @ w", "[[batch, n]]", "ones([3])", ["returns-mismatch"]),
        ("x", "[[batch, n], [batch, n]]", "ones([3])", ["returns-mismatch"]),
        ("x, x @ w", "[[batch, n], batch]", "ones([3])", ["wrong-type"]),
        ("x, x @ w", "[[batch, n], [batch, 2]]", "y @ ones([5, 3])", ["shape-mismatch"]),
    ],
)
def test_each_output_is_checked(codes, value, returns, use, found):
    assert codes(FILE % (value, returns, use)) == found
