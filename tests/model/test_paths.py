import numpy as np
import pytest

from wtspec.errors import SpecError
from wtspec.model import build_model, state, weights
from wtspec.model.paths import path_of

MANY = """
layers:
  LoRA:
    params: {rank: 2}
    inputs: {x: [..., features]}
    wraps: {inner: [..., units]}
    weights:
      down: {shape: [features, rank], initializer: zeros}
    call: |
      add_metric("norm", sum(square(down)))
      return inner(x)
  Block:
    inputs: {x: [batch, time, dim]}
    weights: {scale: {shape: [dim], initializer: ones}}
    layers:
      attention: {MultiHeadAttention: {num_heads: 2, key_dim: 2}}
      drop: {Dropout: 0.1}
    call: drop(attention(x, x)) * scale
model:
  inputs: {x: [batch, 3, 4]}
  layers:
    blocks: {layer: Block, repeat: 2}
    lora: {LoRA: {inner: {Dense: 4}}}
    each: {TimeDistributed: {layer: {Dense: 4}}}
    rnn: {RNN: {cell: {StackedRNNCells: {cells: [{GRUCell: 2}, {GRUCell: 3}]}}}}
    both: {Bidirectional: {layer: {LSTM: 2}}}
  call: |
    y = each(lora(blocks(x)))
    return concatenate([rnn(y), both(y)], axis=-1)
"""
ATTENTION = [
    f"attention/{part}/{name}"
    for part in ("query", "key", "value", "attention_output")
    for name in ("kernel", "bias")
]
PATHS = [
    *(f"blocks/{index}/{name}" for index in (0, 1) for name in ("scale", *ATTENTION)),
    "lora/down",
    "lora/kernel",
    "lora/bias",
    "each/layer/kernel",
    "each/layer/bias",
    *(
        f"rnn/cell/cells/{index}/{name}"
        for index in (0, 1)
        for name in ("kernel", "recurrent_kernel", "bias")
    ),
    *(
        f"both/{way}_layer/lstm_cell/{name}"
        for way in ("forward", "backward")
        for name in ("kernel", "recurrent_kernel", "bias")
    ),
]


def test_paths_follow_from_the_spec_however_much_was_built_before(built):
    import keras

    first = built(MANY)
    assert list(weights(first.model)) == PATHS
    for kind in (keras.layers.LSTM, keras.layers.GRUCell, keras.layers.Dense):
        kind(2)
    with keras.name_scope("mine"):
        again = build_model(first.code)
    assert list(weights(again)) == PATHS
    assert list(state(again)) == list(state(first.model))


def test_states_are_named_after_the_layers_that_draw(built):
    text = """
        layers:
          Noisy:
            inputs: {x: [batch, dim]}
            layers: {drop: {Dropout: 0.5}}
            call: drop(x + random.normal((2, dim)))
        model:
          inputs: {x: [2, 3]}
          layers: {noisy: {layer: Noisy, repeat: 2}}
          call: noisy(x)
    """
    found = state(built(text).model)
    assert list(found) == [
        "noisy/0/seed_generator",
        "noisy/0/drop/seed_generator",
        "noisy/1/seed_generator",
        "noisy/1/drop/seed_generator",
    ]
    assert all(one.shape == (2,) for one in found.values())


def test_two_weights_of_one_path_are_an_error(built):
    text = """
        layers:
          Scaled:
            inputs: {x: [..., features]}
            wraps: {inner: [..., units]}
            weights: {kernel: {shape: [features], initializer: ones}}
            call: inner(x * kernel)
        model:
          inputs: {x: [batch, 3]}
          layers: {one: {Scaled: {inner: {Dense: {units: 2, use_bias: false}}}}}
          call: one(x)
    """
    with pytest.raises(SpecError, match="path-clash") as caught:
        weights(built(text).model)
    (found,) = caught.value.diagnostics
    assert found.message == "two weights have the path `one/kernel`"
    assert found.received == "`spec/one/kernel` and `spec/one/(inner)/kernel` in Keras"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("m/w", "w"),
        ("m/m/w", "m/w"),
        ("m/blocks.3/heads.0/w", "blocks/3/heads/0/w"),
        ("m/lora/(inner)/kernel", "lora/kernel"),
        ("m/lora/(loss)", None),
    ],
)
def test_paths_come_from_keras_paths_by_text_alone(path, expected):
    assert path_of(path, "m") == expected


def test_metric_scalars_are_no_weights(built):
    text = """
        layers:
          Watched:
            inputs: {x: [batch, dim]}
            call: |
              add_metric("size", mean(x))
              return x
        model: {inputs: {x: [batch, 2]}, sequential: [Watched]}
    """
    found = built(text)
    assert len(found.model.weights) == 1
    assert weights(found.model) == {}
    assert np.shape(found.model.weights[0]) == ()
