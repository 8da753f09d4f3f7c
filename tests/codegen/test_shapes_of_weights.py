"""Shapes that one formula says, and initializers that read what stands above them."""

import keras
import numpy as np
import pytest

SHAPED = """
Shaped:
  params: {sizes: {type: list, default: [2, 3]}, n: 4}
  inputs: {x: [batch, time, dim]}
  weights:
    w: {shape: %s, initializer: ones}
  call: x * mean(w)
"""


@pytest.mark.parametrize(
    ("formula", "shape"),
    [
        ('"=shape(x)[1:]"', (5, 7)),
        ('"=shape(x)[-1:]"', (7,)),
        ("=sizes", (2, 3)),
        ('"=[dim] + sizes"', (7, 2, 3)),
        ('"=[dim, n] + sizes + [1]"', (7, 4, 2, 3, 1)),
        ('"=[n] * ndim(x)"', (4, 4, 4)),
        ('"=sizes if n > 3 else [1]"', (2, 3)),
        ('"=[n] + (sizes if n > 5 else [1])"', (4, 1)),
        ('"=[2 * one for one in sizes]"', (4, 6)),
        ('["=shape(x)[1]", "=ndim(x)"]', (5, 3)),
        ('"=[]"', ()),
    ],
)
def test_a_formula_gives_the_shape(layer, formula, shape):
    made = layer(SHAPED % formula)
    made.build((None, 5, 7))
    assert made.w.shape == shape


def test_lists_are_joined_to_tuples_too(layer):
    made = layer(SHAPED % '"=[dim] + sizes"', sizes=(1, 2))
    made.build((None, 5, 7))
    assert made.w.shape == (7, 1, 2)


def test_a_sublayer_is_sized_by_the_shape(layer, numbers):
    made = layer(
        """
        Square:
          inputs: {x: [batch, n]}
          layers: {dense: {Dense: "=shape(x)[-1]"}}
          call: dense(x)
        """
    )
    assert made(numbers(2, 3)).shape == (2, 3)


STARTED = """
Started:
  params: {start: {type: initializer, default: glorot_normal}}
  inputs: {x: [batch, n]}
  weights:
    first: {shape: [n], initializer: =random.normal(shape) + 5}
    second: {shape: [n], initializer: =log(first)}
    gates: {shape: [2 * n], initializer: "=concatenate([start([n]), ones([n])])"}
    turned: {shape: [n, 2], initializer: "=transpose(start([2, n])) + first[:, none]"}
  call: x * first + second + sum(gates) + sum(turned)
"""


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_an_initializer_reads_the_weights_above_it(layer, dtype):
    made = layer(STARTED, start=keras.initializers.Constant(3), dtype=dtype)
    made.build((None, 4))
    first, second = (np.asarray(w, "float32") for w in (made.first, made.second))
    np.testing.assert_allclose(second, np.log(first), rtol=1e-2 if dtype == "bfloat16" else 1e-6)
    np.testing.assert_array_equal(np.asarray(made.gates, "float32"), [3, 3, 3, 3, 1, 1, 1, 1])
    np.testing.assert_allclose(np.asarray(made.turned, "float32")[:, 0], first + 3, rtol=1e-2)


def test_each_call_of_an_initializer_draws_anew(layer):
    made = layer(
        """
        Drawn:
          params: {start: {type: initializer, default: glorot_normal}}
          inputs: {x: [batch, n]}
          weights: {w: {shape: [2, n], initializer: "=stack([start([n]), start([n])])"}}
          call: x + w[0]
        """
    )
    made.build((None, 4))
    assert not np.any(made.w[0] == made.w[1])


def test_a_model_in_one_trace_keeps_what_the_initializer_read(model, numbers):
    """Keras makes weights later where a model is built by a trace."""
    made = model(
        "layers:"
        + STARTED.replace("\n", "\n  ")
        + """
        model:
          inputs: {x: [batch, 4]}
          layers: {started: Started}
          call: started(abs(x))
        """.replace("\n        ", "\n")
    )
    made(numbers(2, 4))
    np.testing.assert_allclose(made.started.second, np.log(made.started.first), rtol=1e-6)
