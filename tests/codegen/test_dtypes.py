"""What dtypes are within a layer that is given a dtype policy."""

import keras
import pytest

NESTED = """
Outer:
  inputs: {x: [batch, n, m]}
  layers:
    first: Dense(4)
    rnn: {RNN: {cell: {GRUCell: 3}}}
    both: {Bidirectional: {layer: {GRU: 2}}}
    own: {Dense: {units: 2, dtype: float32}}
  call: own(rnn(first(x))) + mean(both(x))
""".replace("Dense(4)", "{Dense: 4}")
BESIDE = """
Beside:
  inputs: {x: [batch, h, w, c]}
  weights: {k: {shape: [3, 3, c, 4], initializer: ones}}
  layers: {norm: BatchNormalization}
  call: |
    y = conv(x, k)
    if training:
      y = norm(y)
    return norm(y)
"""
PLAIN = """
Plain:
  inputs: {x: [batch, n]}
  weights: {w: {shape: [n], initializer: ones}}
  call: x * w
"""
INDICES = """
Indices:
  inputs: {x: [batch, n]}
  weights: {w: {shape: [n], initializer: ones}}
  call: argmax(x * w, axis=-1)
"""
SHAPE = (2, 5, 6)


def policies(layer):
    flat = layer._flatten_layers(include_self=False)
    return {one.name: one.dtype_policy.name for one in flat}


def test_dtype_of_a_layer_reaches_what_it_makes(layer):
    found = policies(layer(NESTED, dtype="mixed_bfloat16"))

    assert found.pop("own") == "float32"
    assert set(found.values()) == {"mixed_bfloat16"}


def test_dtype_survives_the_config(module):
    made = module("layers:\n" + NESTED.replace("\n", "\n  ")).Outer(dtype="bfloat16")
    again = type(made).from_config(made.get_config())

    assert policies(again) == policies(made)


def test_kernel_beside_sublayers_is_cast_while_they_are_built(layer):
    made = layer(BESIDE, dtype="mixed_bfloat16")

    assert made(keras.ops.ones((2, 8, 8, 3))).dtype == "bfloat16"


def test_building_leaves_no_node_in_keras_s_graph(layer):
    made = layer(BESIDE)
    x = keras.Input((8, 8, 3))
    output = made(x)

    assert made.output is output


@pytest.mark.parametrize("policy", ["float32", "mixed_bfloat16", "mixed_float16"])
@pytest.mark.parametrize(
    ("text", "shape"), [(PLAIN, (2, 6)), (INDICES, (2, 6)), (BESIDE, (2, 8, 8, 3))]
)
def test_symbolic_output_has_the_real_dtype(layer, text, shape, policy):
    made = layer(text, dtype=policy)
    real = made(keras.ops.ones(shape))
    symbolic = made.compute_output_spec(keras.KerasTensor(shape))

    assert (symbolic.shape, symbolic.dtype) == (tuple(real.shape), real.dtype.name)


def declared(dtype, call):
    return f"""
Declared:
  inputs: {{x: {{shape: [batch, n], dtype: {dtype}}}}}
  call: {call}
"""


@pytest.mark.parametrize("policy", ["float32", "mixed_float16", "float16"])
def test_declared_float_is_what_the_body_gets(layer, policy):
    made = layer(declared("float32", "mean(square(x), axis=-1)"), dtype=policy)

    found = made(keras.ops.full((2, 3), 1000.0))

    assert found.dtype == "float32"
    assert float(found[0]) == 1e6


@pytest.mark.parametrize("dtype", ["int32", "uint8", "bool"])
def test_declared_integer_refuses_floats(layer, dtype):
    made = layer(declared(dtype, 'cast(x, "float32")'))

    with pytest.raises(ValueError, match=f"x must be of {dtype}"):
        made(keras.ops.ones((2, 3)))


def test_declared_integer_takes_other_integers(layer):
    made = layer(declared("int32", "x * 1000"))

    assert made(keras.ops.ones((2, 3), dtype="uint8")).tolist() == [[1000] * 3] * 2


def test_input_without_a_dtype_is_cast_beside_a_declared_one(layer):
    made = layer(
        """
Two:
  inputs: {x: {shape: [batch, n], dtype: float32}, y: [batch, n]}
  call: y
""",
        dtype="mixed_bfloat16",
    )
    ones = keras.ops.ones((2, 3))

    assert made(ones, ones).dtype == "bfloat16"


def test_float_input_keeps_its_mask_when_it_is_cast(layer):
    made = layer(
        """
Same:
  inputs: {x: {shape: [batch, time, n], dtype: float32}}
  layers: {last: {GRU: 2}}
  call: last(x)
""",
        dtype="mixed_bfloat16",
    )
    masked = keras.layers.Masking()(keras.ops.zeros((2, 3, 4)))

    assert not made(masked).any()


def test_state_keeps_its_declared_dtype_within_a_step(layer):
    cell = layer(
        """
Sum:
  params: {size: 4}
  inputs: {x: {shape: [batch, size], dtype: float32}}
  state: {total: {shape: [batch, size], dtype: float32}}
  call: |
    new = total + x
    return new * 1, new
""",
        dtype="mixed_bfloat16",
    )
    output = keras.layers.RNN(cell)(keras.ops.ones((2, 3, 4)))

    assert float(output[0, 0]) == 3
