"""Weights that stand alone where JAX wants tensors."""

import numpy as np
import pytest

BODIES = {
    "a branch of where": ("where(x > 0, x, w)", lambda x, w: np.where(x > 0, x, w)),
    "a bound": ("clip(x, 0, w)", lambda x, w: np.clip(x, 0, w)),
    "a list's item": ("vstack([w, x[0]])", lambda x, w: np.vstack([w, x[0]])),
    "a local": ("k = w\nreturn where(x > 0, x, k)", lambda x, w: np.where(x > 0, x, w)),
    "a local's part": (
        "ks = [w, 2 * w]\nreturn where(x > 0, x, ks[0])",
        lambda x, w: np.where(x > 0, x, w),
    ),
    "unpacked": ("a, b, c = w\nreturn x * a + b * c", lambda x, w: x * w[0] + w[1] * w[2]),
    "a function's argument": ("kept(x, w)", lambda x, w: np.where(x > 0, x, w)),
    "through two functions": ("passed(x, low=w)", lambda x, w: np.where(x > 0, x, w)),
    "one of two": ("where(x > 0, x, w if big else 0)", lambda x, w: np.where(x > 0, x, w)),
    "returned": ("w", lambda _, w: w),
    "likeness": ("x + ones_like(w)", lambda x, _: x + 1),
    "an item of a comprehension": ("vstack([k for k in [w, w]])", lambda _, w: np.vstack([w, w])),
}
SPEC = """
functions:
  kept(x, low): where(x > 0, x, low)
  passed(x, low): kept(x, low)
layers:
  Bare:
    params: {{big: true}}
    inputs: {{x: [batch, n]}}
    weights: {{w: {{shape: [n], initializer: ones}}}}
    call: |
      {body}
"""


@pytest.mark.parametrize("dtype", ["float32", "mixed_bfloat16"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_weight_serves_as_a_tensor(module, numbers, body, dtype):
    text, expected = body
    layer = module(SPEC.format(body=text.replace("\n", "\n      "))).Bare(dtype=dtype)
    x, w = numbers(2, 3), numbers(3, seed=1)
    layer.build((2, 3))
    layer.w.assign(w)

    found = layer(x)

    assert found.dtype == ("float32" if dtype == "float32" else "bfloat16")
    np.testing.assert_allclose(
        np.asarray(found, "float32"), expected(x, w), atol=1e-6 if dtype == "float32" else 0.05
    )


def test_weight_that_may_not_exist_stays_none(source):
    text = source("""
layers:
  Bare:
    params: {shift: true}
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n], initializer: ones, when: shift}}
    call: shifted(x, w)
functions:
  shifted(x, w): x if w is none else where(x > 0, x, w)
""")
    assert "x, None if self.w is None else ops.convert_to_tensor(self.w)" in text


def test_functions_that_take_variables_are_given_them(source):
    text = source("""
layers:
  Bare:
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n, 4], initializer: ones}}
    call: |
      k = w
      return matmul(x, k)
""")
    assert "convert_to_tensor" not in text


def test_regularizer_by_formula_is_given_a_weight(layer):
    made = layer("""
Bare:
  inputs: {x: [batch, n]}
  weights:
    w: {shape: [n], initializer: ones, regularizer: "=sum(where(w > 0, w, 0 * w))"}
  call: x * w
""")
    made.build((2, 3))
    assert float(made.losses[0]) == 3


def test_maximum_of_a_function_s_argument_is_that_of_a_tensor(module, numbers):
    made = module("""
functions:
  scaled(x): x / max(x)
  along(x): max(x + 1, axis=-1)
layers:
  Bare:
    inputs: {x: [batch, n]}
    call: scaled(x) + along(x)[:, none]
""")
    x = numbers(2, 3)

    np.testing.assert_allclose(
        made.Bare()(x), x / x.max() + (x + 1).max(-1, keepdims=True), rtol=1e-5
    )
