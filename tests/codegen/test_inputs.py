"""Several inputs and outputs, optional ones, masks, and conditions."""

import keras
import numpy as np
import pytest

SEVERAL = """
model:
  inputs:
    image: [batch, 4]
    text: [batch, 3]
  layers:
    left: {Dense: 5}
    right: {Dense: 5}
    one: {Dense: 2}
    two: {Dense: 1}
  call: |
    h = relu(left(image) + right(text))
    return {"label": one(h), "size": two(h)}
data:
  source:
    synthetic:
      rows: 16
      columns: {i: {shape: [4]}, t: {shape: [3]}, c: {classes: 2}, s: {shape: [1]}}
  inputs: {image: =i, text: =t}
  targets: {label: =c, size: =s}
train:
  epochs: 1
  optimizer: {SGD: 0.1}
  loss:
    label: {SparseCategoricalCrossentropy: {from_logits: true}}
    size: mse
  loss_weights: {label: 2.0}
  metrics: {label: [accuracy], size: [mae]}
"""


@pytest.fixture
def batch(numbers):
    inputs = {"image": numbers(16, 4), "text": numbers(16, 3, seed=1)}
    targets = {"label": np.arange(16) % 2, "size": numbers(16, 1, seed=2)}
    return inputs, targets


def test_several_inputs_and_outputs_train_by_name(model, batch):
    inputs, targets = batch
    built = model(SEVERAL)
    built.build({"image": (None, 4), "text": (None, 3)})
    before = built(inputs)
    h = np.maximum(
        inputs["image"] @ built.left.kernel.value + inputs["text"] @ built.right.kernel.value, 0
    )
    np.testing.assert_allclose(before["size"], h @ built.two.kernel.value, atol=1e-5)
    logs = built.fit(inputs, targets, verbose=0).history
    assert {"label_accuracy", "size_mae", "loss"} <= set(logs)
    label = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    expected = 2 * label(targets["label"], before["label"]) + np.mean(
        np.square(targets["size"] - np.asarray(before["size"]))
    )
    assert logs["loss"][0] == pytest.approx(float(expected), rel=1e-5)


def test_layer_with_several_outputs(layer, numbers):
    built = layer("""
        Split:
          inputs: {x: [batch, n]}
          layers: {left: {Dense: 2}, right: {Dense: 3}}
          call: return left(x), right(x)
          returns: {a: [batch, 2], b: [batch, 3]}
        """)
    a, b = built(numbers(4, 5))
    assert (a.shape, b.shape) == ((4, 2), (4, 3))
    symbolic = built(keras.Input((5,)))
    assert [one.shape for one in symbolic] == [(None, 2), (None, 3)]


OPTIONAL = """
Add:
  inputs:
    x: [batch, n]
    extra: {shape: [batch, n], optional: true}
  call: "x if extra is none else x + extra"
"""


def test_optional_input_that_is_not_given_is_none(layer, numbers):
    built, x = layer(OPTIONAL), numbers(2, 3)
    np.testing.assert_array_equal(built(x), x)
    np.testing.assert_array_equal(built(x, extra=x), 2 * x)


MEAN = """
MaskedMean:
  inputs:
    x: [batch, time, n]
    mask: {shape: [batch, time], dtype: bool, optional: true}
  call: |
    if mask is none:
      y = mean(x, axis=1)
    else:
      weight = cast(mask, "float32")[..., none]
      y = sum(x * weight, axis=1) / sum(weight, axis=1)
    return y
  returns: [batch, n]
"""


def test_mask_of_keras_arrives(layer, numbers):
    built, x = layer(MEAN), numbers(2, 4, 3)
    np.testing.assert_allclose(built(x), x.mean(axis=1), atol=1e-6)
    x[:, 2:] = 0
    masked = keras.layers.Masking()(x)
    np.testing.assert_allclose(built(masked), x[:, :2].mean(axis=1), atol=1e-6)


def test_mask_by_input_name_arrives(layer):
    built = layer("""
        Ignore:
          inputs:
            a: [batch, time, n]
            b: [batch, time, n]
            b_mask: {shape: [batch, time], optional: true}
          call: "a + b if b_mask is none else where(b_mask[..., none], a + b, a)"
        """)
    ones = np.ones((1, 2, 3), "float32")
    partial = np.array([[[1, 1, 1], [0, 0, 0]]], "float32")
    np.testing.assert_array_equal(built(ones, ones), 2 * ones)
    np.testing.assert_array_equal(built(ones, keras.layers.Masking()(partial)), ones + partial)


@pytest.mark.parametrize(("depth", "expected"), [(0, 1), (1, 10), (2, 12), (4, 13)])
def test_static_conditions_and_loops(layer, depth, expected):
    built = layer(
        """
        Branch:
          params: {depth: 0}
          inputs: {x: [batch, n]}
          call: |
            if depth == 0:
              y = x
            elif depth < 2 and not false:
              y = x * 10
            else:
              y = x * 10
              for i in range(depth):
                y = y + (1 if i > 0 or depth == 2 else 0)
            return y
        """,
        depth=depth,
    )
    assert float(np.asarray(built(np.ones((1, 1), "float32")))[0, 0]) == expected


def test_sublayer_exists_only_when_asked_for(layer, numbers):
    text = """
        Maybe:
          params: {rate: 0.0}
          inputs: {x: [batch, n]}
          layers:
            drop: {layer: {Dropout: =rate}, when: rate > 0}
            dense: {Dense: 2}
          call: |
            x = dense(x)
            return x if drop is none else drop(x)
        """
    assert layer(text).drop is None
    built = layer(text, rate=0.5)
    dropped = np.asarray(built(numbers(20, 4), training=True))
    assert 0 < (dropped == 0).mean() < 1
    assert (np.asarray(built(numbers(20, 4))) != 0).all()


def test_dim_that_two_inputs_bear_must_agree(layer, numbers):
    built = layer("""
        Add:
          inputs: {a: [batch, n], b: [batch, n]}
          call: a + b
        """)
    with pytest.raises(ValueError, match="n = 3"):
        built(numbers(2, 3), numbers(2, 4))


def test_dynamic_sizes_serve_in_reshapes(layer, numbers):
    built = layer("""
        Heads:
          params: {heads: 2}
          inputs: {x: [batch, time, dim]}
          call: |
            y = reshape(x, (batch, time, heads, dim // heads))
            return reshape(transpose(y, (0, 2, 1, 3)), (batch * heads, time, dim // heads))
        """)
    assert built(numbers(3, 5, 4)).shape == (6, 5, 2)
    assert built(keras.Input((5, 4))).shape == (None, 5, 2)


SIZED = """
Gate:
  inputs:
    x: [..., dim]
    gate: [..., 2 * dim]
    code: [batch, 3]
  weights:
    w: {shape: [dim, dim], initializer: glorot_uniform}
  call: (x @ w) * gate[..., :dim] + mean(code)
  returns: [..., dim]
"""


@pytest.mark.parametrize(
    ("gate", "code", "expected"),
    [(9, 3, "gate must be 2 \\* dim = 8"), (8, 4, "code must be 3\\. ")],
)
def test_a_size_that_a_pattern_computes_or_fixes_is_checked(layer, gate, code, expected):
    with pytest.raises(ValueError, match=expected):
        layer(SIZED).build((None, 4), (None, gate), (None, code))


def test_sizes_that_fit_their_patterns_are_taken(layer):
    made = layer(SIZED)
    made.build((None, 4), (None, 8), (None, 3))
    assert made.w.shape == (4, 4)
