"""Random numbers in recurrent cells: drawn once a call, the same at each step."""

import keras
import numpy as np
import pytest

from tests.long import mostly_long

CELLS = """
layers:
  Noise:
    doc: Gives what it draws.
    params: {units: 4}
    inputs: {x: [batch, n]}
    state: {h: [batch, units]}
    call: return random.uniform([batch, units]) + 0 * h, h
  Twice:
    params: {units: 4}
    inputs: {x: [batch, n]}
    state: {h: [batch, units]}
    layers: {drop: {Dropout: 0.5}, noise: {GaussianNoise: 1.0}}
    call: return concatenate([drop(ones([batch, units])), noise(zeros([batch, units]))], axis=-1), h
    returns: [batch, 2 * units]
  Dropping:
    params: {units: {type: int}, rate: 0.5}
    inputs: {x: [batch, n]}
    state: {h: [batch, units]}
    weights:
      kernel: {shape: [n, units], initializer: ones}
      recurrent: {shape: [units, units], initializer: orthogonal}
    call: |
      x = random.dropout(x, rate) if training else x
      h = tanh(x @ kernel + h @ recurrent)
      return h, h
  Inner:
    params: {units: {type: int}}
    inputs: {x: [batch, n]}
    state: {h: [batch, units]}
    layers: {cell: {GRUCell: {units: =units, dropout: 0.5, recurrent_dropout: 0.5}}}
    call: |
      y, states = cell(x, [h])
      return y, states[0]
model:
  inputs: {x: [batch, 5, 3]}
  layers: {layer: %s}
  call: layer(x)
"""
TRAINED = """train: {epochs: 1, optimizer: {SGD: 0.1}, loss: mse}
data:
  source: {synthetic: {rows: 8, columns: {x: {shape: [5, 3]}, y: {shape: [1]}}}}
  inputs: {x: =x}
  targets: =y
"""
SEQUENCES = "{RNN: {cell: %s, return_sequences: true}}"


@pytest.mark.parametrize("cell", ["Noise", "Twice", "[Noise, Twice]", "[Twice, Noise]"])
def test_each_step_draws_the_same_and_each_call_anew(model, numbers, cell):
    built = model(CELLS % SEQUENCES % cell)
    x = numbers(2, 5, 3)
    one, other = (np.asarray(built(x, training=True)) for _ in range(2))
    assert one.std(axis=-1).min() > 0
    for step in range(1, 5):
        np.testing.assert_array_equal(one[:, step], one[:, 0])
    assert not np.array_equal(one, other)


def test_both_directions_draw_for_themselves(model, numbers):
    built = model(CELLS % "{Bidirectional: {layer: %s}}" % SEQUENCES % "Noise")
    output = np.asarray(built(numbers(2, 5, 3), training=True))
    np.testing.assert_array_equal(output[:, 0], output[:, 1])
    assert not np.array_equal(output[..., :4], output[..., 4:])


def test_dropout_is_that_of_keras_cells(model, numbers):
    built = model(CELLS % SEQUENCES % "{Dropping: 4}")
    built.build((None, 5, 3))
    cell = keras.layers.SimpleRNNCell(4, use_bias=False, dropout=0.5)
    hand = keras.layers.RNN(cell, return_sequences=True)
    hand.build((None, 5, 3))
    hand.set_weights(built.get_weights())
    cell.seed_generator.state.assign(built.layer.cell.seed_generator.state)
    for _ in range(2):
        x = numbers(2, 5, 3)
        np.testing.assert_allclose(
            built(x, training=True), hand(x, training=True), rtol=1e-5, atol=1e-6
        )
    np.testing.assert_allclose(built(x, training=False), hand(x, training=False), atol=1e-6)


def test_a_cell_of_keras_within_a_cell_drops_the_same_at_each_step(model, numbers):
    built = model(CELLS % SEQUENCES % "{Inner: 4}")
    x = np.repeat(numbers(2, 1, 3), 5, axis=1)
    one, other = (np.asarray(built(x, training=True)) for _ in range(2))
    assert not np.array_equal(one, other)
    np.testing.assert_array_equal(built(x, training=False), built(x, training=False))


@pytest.mark.parametrize(
    "layer",
    mostly_long(
        [
            "{RNN: {cell: {Dropping: 1}}}",
            "{RNN: {cell: {Inner: 1}, unroll: true}}",
            "{Bidirectional: {layer: {RNN: {cell: {Dropping: 1}}}, merge_mode: sum}}",
            "{RNN: {cell: [{Inner: 2}, {GRUCell: {units: 3, dropout: 0.5}}, {Dropping: 1}]}}",
        ],
        every=4,
    ),
)
def test_cells_that_draw_are_trained(model, numbers, layer):
    histories = []
    for _ in range(2):
        built = model(CELLS % layer + TRAINED)
        fitted = built.fit(numbers(8, 5, 3), numbers(8, 1), batch_size=4, epochs=2, verbose=0)
        histories.append(fitted.history["loss"])
    assert np.isfinite(histories).all()
    assert histories[0] == histories[1]


def test_a_cell_alone_draws_anew_each_time(module):
    cell = module(CELLS % SEQUENCES % "Noise").Noise()
    x, h = np.ones((2, 3)), np.ones((2, 4))
    assert not np.array_equal(cell(x, [h])[0], cell(x, [h])[0])
