"""Recurrent cells: loops of them against loops in NumPy."""

import keras
import numpy as np
import pytest

CELLS = """
layers:
  Decay:
    doc: One state.
    params: {units: {type: int, min: 1}, rate: 0.5}
    inputs: {x: [batch, n]}
    state: {h: [batch, units]}
    weights: {w: {shape: [n, units], initializer: glorot_uniform}}
    call: |
      h = rate * h + x @ w
      return h, h
  Spring:
    doc: Two states, and an output that is neither.
    params: {units: {type: int, min: 1}}
    inputs: {x: [batch, n]}
    state: {place: [batch, units], speed: [batch, units]}
    weights: {force: {shape: [n, units], initializer: glorot_uniform}}
    call: |
      speed = 0.9 * speed + x @ force - 0.1 * place
      place = place + speed
      return concatenate([place, speed], axis=-1), place, speed
    returns: [batch, 2 * units]
model:
  inputs: {x: [batch, 5, 3]}
  layers:
    layer: %s
  call: layer(x)
"""


@pytest.fixture
def recurrent(model, numbers):
    """Gives the layer of a model that is made of one, its input and its output."""

    def make(text):
        built = model(CELLS % text)
        x = numbers(2, 5, 3)
        return built.layer, x, np.asarray(built(x))

    return make


def decay(x, w, h=0.0):
    steps = []
    for step in range(x.shape[1]):
        h = 0.5 * h + x[:, step] @ w
        steps.append(h)
    return np.stack(steps, axis=1)


def test_cell_in_rnn(recurrent):
    layer, x, output = recurrent("{RNN: {cell: {Decay: 4}}}")
    np.testing.assert_allclose(output, decay(x, layer.cell.w.value)[:, -1], atol=1e-5)
    assert [w.path for w in layer.weights] == ["spec/layer/cell/w"]


def test_options_of_rnn_are_those_of_keras(recurrent):
    text = "{RNN: {cell: {Decay: 4}, return_sequences: true, go_backwards: true}}"
    layer, x, output = recurrent(text)
    np.testing.assert_allclose(output, decay(x[:, ::-1], layer.cell.w.value), atol=1e-5)


def test_cell_in_bidirectional(recurrent):
    layer, x, output = recurrent("{Bidirectional: {layer: {RNN: {cell: {Decay: 4}}}}}")
    forward, backward = (one.cell.w.value for one in (layer.forward_layer, layer.backward_layer))
    expected = [decay(x, forward)[:, -1], decay(x[:, ::-1], backward)[:, -1]]
    np.testing.assert_allclose(output, np.concatenate(expected, axis=-1), atol=1e-5)
    assert [w.path for w in layer.weights] == [
        "spec/layer/forward_layer/cell/w",
        "spec/layer/backward_layer/cell/w",
    ]


@pytest.mark.parametrize(
    "cells",
    ["[{Decay: 4}, {Decay: 6}]", "{StackedRNNCells: {cells: [{Decay: 4}, {Decay: 6}]}}"],
)
def test_stacked_cells(recurrent, cells):
    layer, x, output = recurrent(f"{{RNN: {{cell: {cells}}}}}")
    first, second = (np.asarray(w.value) for w in layer.weights)
    assert (first.shape, second.shape) == ((3, 4), (4, 6))
    np.testing.assert_allclose(output, decay(decay(x, first), second)[:, -1], atol=1e-5)
    assert len({w.path for w in layer.weights}) == 2


def test_cell_mixes_with_cells_of_keras(recurrent):
    _, _, output = recurrent("{RNN: {cell: [{GRUCell: 4}, {Decay: 6}]}}")
    assert output.shape == (2, 6)


def test_cell_with_two_states_and_another_output(recurrent):
    layer, x, output = recurrent("{RNN: {cell: {Spring: 4}, return_sequences: true}}")
    place = speed = np.zeros((2, 4))
    for step in range(5):
        speed = 0.9 * speed + x[:, step] @ np.asarray(layer.cell.force.value) - 0.1 * place
        place = place + speed
        expected = np.concatenate([place, speed], axis=-1)
        np.testing.assert_allclose(output[:, step], expected, atol=1e-5)


def test_stacked_cells_with_another_output_size(recurrent):
    _, _, output = recurrent("{RNN: {cell: [{Spring: 4}, {Decay: 6}]}}")
    assert output.shape == (2, 6)


def test_mask_skips_steps(recurrent, numbers):
    layer, x, _ = recurrent("{RNN: {cell: {Decay: 4}}}")
    x[:, 3:] = 0
    output = layer(keras.layers.Masking()(x))
    np.testing.assert_allclose(output, decay(x[:, :3], layer.cell.w.value)[:, -1], atol=1e-5)


def test_cell_under_mixed_precision_keeps_its_dtype(module, numbers):
    keras.config.set_dtype_policy("mixed_bfloat16")
    built = module(CELLS % "{RNN: {cell: {Decay: 4}}}").Spec()
    assert keras.backend.standardize_dtype(built(numbers(2, 5, 3)).dtype) == "bfloat16"


def test_cell_may_hold_sublayers(module, numbers):
    made = module("""
layers:
  Deep:
    params: {units: {type: int}}
    inputs: {x: [batch, n]}
    state: {h: [batch, units]}
    layers: {mix: {Dense: {units: =units, activation: tanh}}}
    call: |
      h = mix(concatenate([x, h], axis=-1))
      return h, h
""")
    layer = keras.layers.RNN(made.Deep(4))
    x = numbers(2, 5, 3)
    output = layer(x)
    kernel, bias = (np.asarray(w.value) for w in layer.weights)
    h = np.zeros((2, 4))
    for step in range(5):
        h = np.tanh(np.concatenate([x[:, step], h], axis=-1) @ kernel + bias)
    np.testing.assert_allclose(output, h, atol=1e-5)


STATES = {
    "a cell": "{Decay: 4}",
    "a stack of one": "[{Decay: 4}]",
    "a stack of two": "[{Decay: 3}, {Decay: 4}]",
    "a cell of two states in a stack": "[{Decay: 3}, {Spring: 2}]",
}


@pytest.mark.parametrize("cell", STATES.values(), ids=STATES)
def test_states_come_as_keras_says_that_they_do(module, numbers, cell):
    made = module(CELLS % f"{{RNN: {{cell: {cell}, return_state: true}}}}").Spec()
    x = numbers(2, 5, 3)
    output, *states = made.layer(x)
    _, *said = made.layer(keras.KerasTensor(x.shape))
    shapes = keras.tree.map_structure(lambda tensor: tuple(tensor.shape), [states, said])
    assert shapes[0] == shapes[1]
    _, *again = made.layer(x, initial_state=states)
    assert keras.tree.map_structure(lambda tensor: tuple(tensor.shape), again) == shapes[0]
    assert output.shape == (2, 4)


def test_a_single_state_is_given_back_as_it_was_given(module, numbers):
    cell = module(CELLS % "{RNN: {cell: {Decay: 4}}}").Decay(4)
    keras_cell = keras.layers.SimpleRNNCell(4)
    x, h = numbers(2, 3), numbers(2, 4)
    for one in (cell, keras_cell):
        assert one(x, h)[1].shape == (2, 4)
        (state,) = one(x, [h])[1]
        assert state.shape == (2, 4)
