"""Calls with other values for weights: `inner(x, weights={"kernel": …})`."""

import keras
import numpy as np
import pytest

WRAPPER = """
Replaced:
  params: {factor: 2.0}
  wraps: {inner: [..., units]}
  inputs: {x: [..., n]}
  weights: {scale: {shape: [], initializer: =factor}}
  call: |
    return inner(x, weights={"kernel": inner.kernel * scale})
  returns: [..., units]
"""


def test_the_call_sees_the_value_and_the_weight_stays(layer, numbers):
    made, x = layer(WRAPPER, inner=keras.layers.Dense(3)), numbers(2, 4)
    y = made(x)
    np.testing.assert_allclose(y, 2 * x @ made.inner.kernel.numpy(), rtol=1e-5)
    np.testing.assert_allclose(made.inner(x), x @ made.inner.kernel.numpy(), rtol=1e-5)


@pytest.mark.parametrize("jit_compile", [True, False])
def test_gradients_flow_through_the_value(layer, numbers, jit_compile):
    made = layer(WRAPPER, inner=keras.layers.Dense(1))
    x, kernel = numbers(8, 4), numbers(4, 1, seed=1)
    model = keras.Sequential([made])
    model.build((None, 4))
    made.inner.kernel.assign(kernel)
    model.compile(keras.optimizers.SGD(0.1), "mse", jit_compile=jit_compile)
    y = numbers(8, 1, seed=2)
    model.fit(x, y, batch_size=8, epochs=1, shuffle=False, verbose=0)
    error = 2 / 8 * x.T @ (2 * x @ kernel - y)
    np.testing.assert_allclose(made.inner.kernel, kernel - 0.1 * 2 * error, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(made.scale, 2 - 0.1 * np.sum(error * kernel), rtol=1e-4)


EFFECTS = """
layers:
  Inner:
    inputs: {x: [batch, n]}
    layers: {norm: BatchNormalization, drop: {Dropout: 0.5}, dense: {Dense: =n}}
    call: |
      y = drop(norm(dense(x)))
      add_loss(sum(square(dense.kernel)))
      return y
  Outer:
    inputs: {x: [batch, n]}
    layers: {inner: %s}
    weights: {w: {shape: [n, n], initializer: ones}}
    call: |
      return inner(x, weights={"dense/kernel": w, "norm/moving_mean": 0 * x[0] + 3})
model:
  inputs: {x: [batch, 4]}
  layers: {outer: Outer}
  call: outer(x)
"""
FORMS = ["Inner", "{layer: Inner, remat: true}"]


def inner_of(model):
    return getattr(model.outer.inner, "layer", model.outer.inner)


@pytest.mark.parametrize("form", FORMS)
def test_states_seeds_and_losses_of_the_call_are_kept(model, numbers, form):
    made, x = model(EFFECTS % form), numbers(8, 4)
    made.build((None, 4))
    inner = inner_of(made)
    trainable, others = made.trainable_variables, made.non_trainable_variables
    (_, after, losses) = made.stateless_call(
        [v.value for v in trainable],
        [v.value for v in others],
        x,
        training=True,
        return_losses=True,
    )
    new = {id(v): value for v, value in zip(others, after, strict=True)}
    (seed,) = [v for v in others if "seed" in v.path]
    assert np.any(new[id(seed)] != seed.numpy())
    assert np.any(new[id(inner.norm.moving_variance)] != 1)
    np.testing.assert_array_equal(new[id(inner.norm.moving_mean)], 0)
    np.testing.assert_allclose(losses, [16.0])


@pytest.mark.parametrize("form", FORMS)
def test_the_loss_of_an_eager_call_is_told_once(model, numbers, form):
    made = model(EFFECTS % form)
    made(numbers(8, 4))
    np.testing.assert_allclose(made.losses, [16.0])


def test_a_frozen_statistic_may_be_replaced(model, numbers):
    made, x = model(EFFECTS % "Inner"), numbers(8, 4)
    made.build((None, 4))
    expected = (x @ np.ones((4, 4)) - 3) / np.sqrt(1 + 1e-3)
    np.testing.assert_allclose(made(x, training=False), expected, rtol=1e-5)


def test_blocks_are_reached_by_loop_and_by_path(model, numbers):
    made = model(
        """
        layers:
          Deep:
            inputs: {x: [batch, n]}
            layers: {blocks: {layer: {Dense: =n}, repeat: 2}}
            call: blocks(x)
        model:
          inputs: {x: [batch, 4]}
          layers: {deep: Deep, more: {layer: {Dense: 4}, repeat: 2}}
          call: |
            x = deep(x, weights={"blocks/1/bias": ones([4])})
            for one in more:
              x = one(x, weights={"kernel": eye(4)})
            return x
        """
    )
    x = numbers(2, 4)
    made.build((None, 4))
    first, second = (block.kernel.numpy() for block in made.deep.blocks)
    np.testing.assert_allclose(made(x), x @ first @ second + 1, rtol=1e-4, atol=1e-6)


def test_a_scan_holds_calls_with_replaced_weights(model, numbers):
    made = model(
        """
        layers:
          Block:
            inputs: {x: [batch, n]}
            layers: {dense: {Dense: =n}}
            weights: {scale: {shape: [], initializer: 2}}
            call: |
              return dense(x, weights={"kernel": dense.kernel * scale})
        model:
          inputs: {x: [batch, 4]}
          layers: {blocks: {layer: Block, repeat: 3, scan: true, remat: true}}
          call: blocks(x)
        """
    )
    x = numbers(2, 4)
    made(x)
    (kernels,) = [v.numpy() for v in made.trainable_variables if v.name == "kernel"]
    expected = x
    for kernel in kernels:
        expected = 2 * expected @ kernel
    np.testing.assert_allclose(made(x), expected, rtol=1e-4)


def test_half_precision_computes_with_the_value(layer, numbers):
    inner = keras.layers.Dense(3, dtype="mixed_bfloat16")
    made, x = layer(WRAPPER, inner=inner, dtype="mixed_bfloat16"), numbers(2, 4)
    y = made(x)
    assert (y.dtype, inner.kernel.value.dtype) == ("bfloat16", "float32")
    np.testing.assert_allclose(
        np.asarray(y, "float32"), 2 * x @ inner.kernel.numpy(), rtol=0.05, atol=0.05
    )


def test_a_full_precision_layer_in_a_half_precision_one_reads_its_other_weights_whole(layer):
    inner = keras.layers.Dense(1, bias_initializer=keras.initializers.Constant(1.001))
    inner.dtype_policy = "float32"
    made = layer(WRAPPER, inner=inner, dtype="mixed_bfloat16")
    assert float(made(np.zeros((1, 4), "float32"))[0, 0]) == pytest.approx(1.001, rel=1e-6)


@pytest.fixture
def call_with_weights(module):
    """The function that calls with replaced weights are printed as."""
    return module("layers:\n  " + WRAPPER.strip().replace("\n", "\n  ")).call_with_weights


def test_a_mask_is_heeded(call_with_weights, numbers):
    x = keras.layers.Masking()(np.concatenate([numbers(1, 3, 2), np.zeros((1, 2, 2))], axis=1))
    inner = keras.layers.GRU(4, return_sequences=True)
    expected = inner(x)
    y = call_with_weights(inner, {"gru_cell/bias": inner.cell.bias}, x)
    np.testing.assert_allclose(y, expected, rtol=1e-6)
    np.testing.assert_array_equal(y[:, 3:], np.repeat(y[:, 2:3], 2, axis=1))


@pytest.mark.parametrize(
    ("inner", "path"),
    [
        (keras.layers.Dense(2), "kernel"),
        (keras.layers.LayerNormalization(), "gamma"),
        (keras.layers.GRU(4), "gru_cell/recurrent_kernel"),
        (keras.layers.MultiHeadAttention(2, 3), "query/kernel"),
        (keras.layers.TimeDistributed(keras.layers.Dense(3, name="each")), "each/bias"),
        (keras.layers.Bidirectional(keras.layers.GRU(4, name="one")), "forward_one/gru_cell/bias"),
    ],
)
def test_weights_of_keras_layers_are_found_by_their_paths(call_with_weights, numbers, inner, path):
    x = [numbers(1, 5, 2)] * (2 if isinstance(inner, keras.layers.MultiHeadAttention) else 1)
    before = inner(*x)
    (weight,) = [w for w in inner.weights if w.path == f"{inner.path}/{path}"]
    after = call_with_weights(inner, {path: weight + 0.5}, *x)
    assert np.max(np.abs(after - before)) > 1e-4
    np.testing.assert_array_equal(inner(*x), before)


def test_an_unknown_path_is_told_with_those_that_there_are(layer, numbers):
    made = layer(WRAPPER, inner=keras.layers.LayerNormalization())
    made.inner.build((None, 4))
    made.inner.kernel = made.inner.gamma
    with pytest.raises(ValueError, match=r"has no weight kernel\. It has gamma, beta"):
        made(numbers(2, 4))
