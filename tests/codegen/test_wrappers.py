"""Layers that take another layer, and layers of Keras that take declared ones."""

import keras
import numpy as np

LORA = """
LoRA:
  params: {rank: {type: int, min: 1}}
  wraps: {inner: [..., units]}
  inputs: {x: [..., n]}
  weights:
    a: {shape: [n, rank], initializer: glorot_uniform}
    b: {shape: [rank, units], initializer: zeros}
  call: inner(x) + x @ a @ b
  returns: [..., units]
"""

MODEL = (
    """
layers:
"""
    + LORA.replace("\n", "\n  ")
    + """
model:
  inputs: {x: [batch, 4]}
  sequential:
    - LoRA: {inner: {Dense: 3}, rank: 2}
    - {name: last, layer: {LoRA: {inner: {layer: {Dense: 3}}, rank: 2}}}
"""
)


def test_wrapper_adds_to_what_it_wraps(layer, numbers):
    dense = keras.layers.Dense(3)
    built = layer(LORA, inner=dense, rank=2)
    x = numbers(5, 4)
    np.testing.assert_allclose(built(x), dense(x), atol=1e-6)
    built.b.assign(numbers(2, 3))
    expected = x @ (np.asarray(dense.kernel.value) + np.asarray(built.a.value) @ numbers(2, 3))
    np.testing.assert_allclose(built(x), expected, atol=1e-5)


def test_wrapper_knows_its_output_without_a_trace(layer):
    built = layer(LORA, inner=keras.layers.Dense(3), rank=2)
    assert built.compute_output_shape((None, 7, 4)) == (None, 7, 3)
    assert built(keras.Input((7, 4))).shape == (None, 7, 3)


def test_wrapper_copies_with_what_it_wraps(layer, numbers):
    built = layer(LORA, inner=keras.layers.Dense(3), rank=2)
    again = type(built).from_config(built.get_config())
    assert again(numbers(5, 4)).shape == (5, 3)


def test_wrapper_reads_weights_of_what_it_wraps(layer, numbers):
    built = layer(
        """
        Normed:
          wraps: {inner: [batch, units]}
          inputs: {x: [batch, n]}
          weights: {gain: {shape: [units], initializer: ones}}
          call: x @ (inner.kernel / norm(inner.kernel, axis=0)) * gain + inner.bias
        """,
        inner=keras.layers.Dense(3),
    )
    x = numbers(5, 4)
    output = built(x)
    kernel = np.asarray(built.inner.kernel.value)
    np.testing.assert_allclose(output, x @ (kernel / np.linalg.norm(kernel, axis=0)), atol=1e-5)


def test_wrapped_weights_train_with_the_wrapper(module):
    text = MODEL.replace(
        "    - {name: last, layer: {LoRA: {inner: {layer: {Dense: 3}}, rank: 2}}}\n", ""
    )
    built = module(text).Spec()
    built.build((None, 4))
    assert len(built.trainable_weights) == 4


def test_declared_layers_inside_wrappers_of_keras(module, numbers):
    built = module("""
layers:
  Linear:
    params: {units: {type: int}}
    inputs: {x: [batch, n]}
    weights: {w: {shape: [n, units], initializer: glorot_uniform}}
    call: x @ w
    returns: [batch, units]
model:
  inputs: {x: [batch, 5, 3]}
  sequential:
    - TimeDistributed: {layer: {Linear: 4}}
    - {name: normed, layer: {SpectralNormalization: {layer: {Dense: 2}}}}
""").Spec()
    x = numbers(2, 5, 3)
    assert built(x).shape == (2, 5, 2)
    paths = [w.path for w in built.weights]
    assert paths[0] == "spec/time_distributed/layer/w"
    assert "spec/normed/layer/kernel" in paths


def test_layer_given_as_an_argument_is_a_template_for_many(module, numbers):
    built = module("""
layers:
  Stack:
    params: {block: {type: layer}, depth: 2}
    inputs: {x: [batch, n]}
    layers: {blocks: {layer: =block, repeat: depth}}
    call: blocks(x)
model:
  inputs: {x: [batch, 4]}
  sequential: [{Stack: {block: {Dense: {units: 4, use_bias: false}}, depth: 3}}]
""").Spec()
    x = numbers(2, 4)
    output = built(x)
    first, second, third = (np.asarray(w.value) for w in built.weights)
    np.testing.assert_allclose(output, x @ first @ second @ third, atol=1e-5)
    assert [w.path for w in built.weights] == [f"spec/stack/blocks.{i}/kernel" for i in range(3)]
