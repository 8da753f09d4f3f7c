"""Sizes that stay open: as numbers in arithmetic, as bounds of slices, in what a layer returns."""

import jax
import keras
import numpy as np
import pytest

from tests.long import mostly_long

LAYER = """
{functions}
layers:
  Cut:
    inputs: {{x: [batch, time, dim]}}
    weights: {{table: {{shape: [32, dim], initializer: '=reshape(arange(32 * dim), shape)'}}}}
    call: |
      {call}
    {returns}
"""
TABLE = np.arange(32 * 4, dtype="float32").reshape(32, 4)
CASES = {
    "x[:, 1:time - 1] + table[0]": ("time - 2", lambda x: x[:, 1:-1] + TABLE[0]),
    "x + table[:time]": ("time", lambda x: x + TABLE[: x.shape[1]]),
    "x[:, 1:] + table[1:time, :]": ("time - 1", lambda x: x[:, 1:] + TABLE[1 : x.shape[1]]),
    "x + table[none, 4:time + 4]": (None, lambda x: x + TABLE[4 : x.shape[1] + 4]),
    "x[:, :time // 2] * table[0]": ("time // 2", lambda x: x[:, : x.shape[1] // 2] * TABLE[0]),
    "x[:, time % 2 + 1::2] + table[1]": (None, lambda x: x[:, x.shape[1] % 2 + 1 :: 2] + TABLE[1]),
    "x[:, ::2] + table[1]": ("-(-time // 2)", lambda x: x[:, ::2] + TABLE[1]),
    "repeat(x, 2, axis=1) * table[1] / time": (
        "2 * time",
        lambda x: np.repeat(x, 2, axis=1) * TABLE[1] / x.shape[1],
    ),
    "x[:, time - 1][:, none] + table[:shape(x)[1]]": (
        "time",
        lambda x: x[:, -1:] + TABLE[: x.shape[1]],
    ),
    "einsum('btd,td->btd', x, table[:time])": ("time", lambda x: x * TABLE[: x.shape[1]]),
    "n = time // 2\n      return x[:, :n] + cut(table, n)": (
        None,
        lambda x: x[:, : x.shape[1] // 2] + TABLE[: x.shape[1] // 2],
    ),
    "associative_scan(both, x, axis=1) + table[0]": (
        "time",
        lambda x: np.cumsum(x, axis=1) + TABLE[0],
    ),
    "concatenate(split(x, 2, axis=1), axis=-1) * table[1, 0]": (
        "time // 2",
        lambda x: np.concatenate(np.split(x, 2, axis=1), axis=-1) * TABLE[1, 0],
    ),
}
FUNCTIONS = "functions:\n  both(a, b): a + b\n  cut(w, n): w[:n]"


@pytest.mark.parametrize("call", mostly_long(CASES, every=3))
@pytest.mark.parametrize("declared", [True, False])
def test_an_open_size_serves_as_a_number(module, numbers, call, declared):
    size, expected = CASES[call]
    width = 8 if call.startswith("concatenate") else "dim"
    returns = f"returns: [batch, {size}, {width}]" if declared and size is not None else ""
    made = module(LAYER.format(functions=FUNCTIONS, call=call, returns=returns)).Cut()
    symbol = keras.Input((None, 4))
    model = keras.Model(symbol, made(symbol))
    assert model.output_shape[:2] == (None, None)
    compiled = jax.jit(made)
    for length in (6, 8):
        x = numbers(2, length, 4)
        for found in (made(x), model(x), compiled(x)):
            np.testing.assert_allclose(found, expected(x), rtol=1e-5, atol=1e-5)
        assert made.compute_output_shape((2, length, 4))[1:] == expected(x).shape[1:]
    assert made.compute_output_shape((None, None, 4))[:2] == (None, None)


def test_inputs_of_open_sizes_are_compared_where_these_are_known(layer, numbers):
    made = layer("""
        Pair:
          inputs: {x: [batch, time, dim], y: [batch, time, dim], z: [batch, 2 * time + 1]}
          call: x + y + mean(z)
        """)
    made.build((None, None, 4), (None, 6, 4), (None, None))
    assert made(numbers(2, 6, 4), numbers(2, 6, 4), numbers(2, 13)).shape == (2, 6, 4)
    with pytest.raises(ValueError, match="time = 5"):
        type(made)().build((None, 5, 4), (None, 6, 4), (None, 11))
    with pytest.raises(ValueError, match="2 \\* time \\+ 1 = 11"):
        type(made)().build((None, 5, 4), (None, 5, 4), (None, 12))


MODEL = """
model:
  inputs: {tokens: {shape: [batch, time], dtype: int32}}
  weights:
    words: {shape: [97, 8], initializer: {RandomNormal: {stddev: 1.0}}}
    positions: {shape: [32, 8], initializer: {RandomNormal: {stddev: 1.0}}}
  layers: {out: {Dense: 3}}
  call: out((take(words, tokens, axis=0) + positions[:time])[:, time - 1])
"""


def test_a_model_may_cut_a_table_to_the_length_of_its_rows(model):
    built = model(MODEL)
    built.build((None, None))
    symbol = keras.Input((None,), dtype="int32")
    around = keras.Model(symbol, built(symbol))
    assert around.output_shape == (None, 3)
    for length in (3, 32):
        tokens = np.arange(2 * length).reshape(2, length)
        np.testing.assert_array_equal(around(tokens), built(tokens))
