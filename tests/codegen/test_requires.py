"""Classes refuse params and sizes that their layer's requirements rule out."""

import keras
import numpy as np
import pytest

HEADS = """
layers:
  Heads:
    params:
      dim: {type: int, default: 8, min: 1}
      heads: {type: int, default: 4, min: 1}
      border: {type: int or list, default: 1}
      rate: 0.5
      mode: {type: str, default: "{a}"}
    inputs: {x: [batch, time, features]}
    weights:
      w: {shape: [features, dim], initializer: ones}
    requires:
      - dim % heads == 0
      - rate < 1
      - mode == "{a}" or mode == "b"
      - ndim(border) == 0 or border + [3] == [1, 2, 3]
      - sum([heads, 1]) < time
      - features != 5
      - all([shape(x)[i] < 10 for i in [1, 2]])
    call: (x @ w) * rate * (border if ndim(border) == 0 else border[0])
    returns: [batch, time, dim]
"""


@pytest.fixture
def heads(module):
    return module(HEADS).Heads


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"dim": 10}, r"Expected dim % heads == 0. Received: dim=10, heads=4"),
        ({"rate": 1.0}, r"Expected rate < 1. Received: rate=1.0"),
        ({"rate": float("nan")}, r"Received: rate=nan"),
        ({"mode": "c"}, r'Expected mode == "{a}" or mode == "b". Received: mode=\'c\''),
        ({"border": (2, 1)}, r"Received: border=\[2, 1\]"),
    ],
)
def test_params_are_refused_as_a_layer_is_made(heads, params, said):
    with pytest.raises(ValueError, match=said):
        heads(**params)


def test_params_that_fit_are_taken(heads):
    heads(dim=12, heads=3, mode="b", border=(1, 2))


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((2, 5, 3), r"Expected sum\(\[heads, 1\]\) < time. Received: heads=4, time=5"),
        ((2, 6, 5), r"Expected features != 5. Received: features=5"),
        ((2, 11, 3), r"Received: x.shape=\(2, 11, 3\)"),
    ],
)
def test_sizes_are_refused_as_a_layer_is_built(heads, shape, said):
    with pytest.raises(ValueError, match=said):
        heads()(np.ones(shape))
    with pytest.raises(ValueError, match=said):
        heads()(keras.Input(batch_shape=shape))
    with pytest.raises(ValueError, match=said):
        heads().compute_output_shape(shape)


def test_sizes_that_fit_are_taken(heads):
    assert heads()(np.ones((2, 6, 3))).shape == (2, 6, 8)


def test_open_sizes_are_not_asked_about(heads):
    layer = heads()
    assert layer(keras.Input((None, 3))).shape == (None, None, 8)
    assert heads().compute_output_shape((None, None, 3)) == (None, None, 8)


def test_a_copy_and_a_saved_layer_hold_it_too(heads):
    layer = heads(dim=12, heads=3)
    assert heads.from_config(layer.get_config()).dim == 12


def test_a_layer_without_weights_is_asked(module):
    crop = module("""
layers:
  Crop:
    params: {n: {type: int, min: 0}}
    inputs: {x: [batch, time, dim]}
    requires: [2 * n < time]
    call: x[:, n:time - n]
""").Crop
    assert crop(2)(np.ones((1, 5, 1))).shape == (1, 1, 1)
    for size in (4, 3):
        with pytest.raises(
            ValueError, match=f"Expected 2 \\* n < time. Received: n=2, time={size}"
        ):
            crop(2).compute_output_shape((1, size, 1))


def test_several_inputs_and_late_params_are_asked(module):
    layer = module("""
layers:
  Both:
    params: {inner: =2 * dim}
    inputs: {x: [batch, dim], y: [batch, other]}
    weights: {w: {shape: [inner], initializer: ones}}
    requires:
      - inner > other
      - shape(y)[1] > 2
    call: sum(w) * x
""").Both
    layer()(np.ones((1, 2)), np.ones((1, 3)))
    with pytest.raises(ValueError, match="Received: inner=4, other=4"):
        layer()(np.ones((1, 2)), np.ones((1, 4)))
    with pytest.raises(ValueError, match=r"Received: y.shape=\(1, 2\)"):
        layer()(np.ones((1, 2)), np.ones((1, 2)))


def test_a_wrapped_layers_sizes_are_asked(module):
    made = module("""
layers:
  Twice:
    inputs: {x: [batch, dim]}
    wraps: {inner: [batch, units]}
    requires: [units > dim]
    call: inner(x) + units
""")
    made.Twice(keras.layers.Dense(4))(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"Expected units > dim. Received: units=3, dim=3"):
        made.Twice(keras.layers.Dense(3))(np.ones((1, 3)))


def test_a_model_is_asked(module):
    made = module("""
params: {width: 4}
model:
  inputs: {x: [batch, 6], y: [batch, n]}
  requires: [width > 2, n > width]
  layers: {dense: {Dense: =width}}
  call: dense(x) + sum(y)
""")
    made.Spec()({"x": np.ones((1, 6)), "y": np.ones((1, 5))})
    with pytest.raises(ValueError, match="Expected width > 2"):
        made.Spec(width=2)
    with pytest.raises(ValueError, match=r"Expected n > width. Received: n=4, width=4"):
        made.Spec()({"x": np.ones((1, 6)), "y": np.ones((1, 4))})


def test_locals_may_be_named_like_what_requirements_look_up(module):
    layer = module("""
layers:
  L:
    params: {sizes: {type: list, default: [1, 2]}}
    inputs: {x: [batch, all]}
    requires: ["sum(sizes) < all and all([n > 0 for n in sizes])"]
    call: |
      sum = x * len(sizes)
      any = sum * 2
      return any
""").L
    layer()(np.ones((1, 4)))
    with pytest.raises(ValueError, match="Received: sizes="):
        layer()(np.ones((1, 3)))
