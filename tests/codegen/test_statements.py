"""`assign`, `add_loss`, `add_metric`, random numbers and `training`, under Keras's own fit."""

import subprocess

import keras
import numpy as np
import pytest
from ruff import find_ruff_bin

TRAIN = """
data:
  source: {synthetic: {rows: 16, columns: {x: {shape: [4]}, y: {shape: [4]}}}}
  inputs: {x: =x}
  targets: =y
train:
  epochs: 1
  optimizer: {SGD: 0.1}
  loss: mse
"""

MODEL = """
layers:
%s
model:
  inputs: {x: [batch, 4]}
  sequential: [Part]
"""


@pytest.fixture
def fitted(model, numbers):
    """Gives a model of one layer `Part`, and the logs of training it on one batch."""

    def make(part, **options):
        built = model(MODEL % part + TRAIN)
        x = options.pop("x", numbers(16, 4))
        history = built.fit(x, np.zeros((16, 4)), batch_size=16, verbose=0, **options)
        return built, {key: values[0] for key, values in history.history.items()}

    return make


COUNTS = """
  Part:
    inputs: {x: [batch, n]}
    weights:
      seen: {shape: [], initializer: zeros, dtype: int32}
      total: {shape: [n], initializer: zeros, trainable: false}
      gain: {shape: [n], initializer: ones}
    call: |
      if training:
        assign(seen, seen + 1)
        assign(total, total + sum(x, axis=0))
      return x * gain
"""


def test_assign_happens_in_training_alone(fitted, numbers):
    built, _ = fitted(COUNTS)
    built.predict(numbers(16, 4), verbose=0)
    built.evaluate(numbers(16, 4), np.zeros((16, 4)), verbose=0)
    assert int(built.part.seen.value) == 1
    np.testing.assert_allclose(built.part.total.value, numbers(16, 4).sum(axis=0), atol=1e-5)


LOSS = """
  Part:
    inputs: {x: [batch, n]}
    weights: {gain: {shape: [n], initializer: ones}}
    call: |
      y = x * gain
      add_loss(3 * mean(square(gain)))
      return y
"""


def test_added_loss_is_in_the_loss_and_in_the_gradient(fitted):
    built, logs = fitted(LOSS, x=np.zeros((16, 4), "float32"))
    assert logs["loss"] == pytest.approx(3)
    np.testing.assert_allclose(built.part.gain.value, 1 - 0.1 * 3 * 2 / 4, rtol=1e-6)


METRIC = """
  Part:
    inputs: {x: [batch, n]}
    weights: {gain: {shape: [n], initializer: ones}}
    call: |
      add_metric("size", mean(abs(x)))
      return x * gain
"""


def test_added_metric_is_the_mean_over_batches(model, numbers):
    built = model(MODEL % METRIC + TRAIN)
    x = numbers(16, 4)
    logs = built.fit(x, x, batch_size=4, epochs=2, verbose=0, validation_data=(2 * x, x)).history
    np.testing.assert_allclose(logs["size"], [np.abs(x).mean()] * 2, rtol=1e-5)
    np.testing.assert_allclose(logs["val_size"], [2 * np.abs(x).mean()] * 2, rtol=1e-5)
    assert built.evaluate(3 * x, x, verbose=0, return_dict=True)["size"] == pytest.approx(
        3 * np.abs(x).mean(), rel=1e-5
    )


NOISE = """
  Part:
    params: {rate: 0.5}
    inputs: {x: [batch, n]}
    weights: {gain: {shape: [n], initializer: ones}}
    call: |
      noise = random.normal(shape(x), stddev=rate)
      return x * gain + noise if training else x * gain
"""


def test_random_numbers_differ_by_call_and_repeat_by_seed(model, numbers):
    def draws():
        built = model(MODEL % NOISE)
        return [np.asarray(built(numbers(16, 4), training=True)) for _ in range(2)]

    first, second = draws()
    assert np.abs(first - second).max() > 0.1
    np.testing.assert_array_equal([first, second], draws())


def test_random_numbers_move_on_in_a_compiled_step(fitted, numbers):
    built, _ = fitted(NOISE)
    (state,) = [v for v in built.variables if "seed" in v.path]
    before = np.asarray(state.value)
    built.fit(numbers(16, 4), np.zeros((16, 4)), batch_size=4, verbose=0)
    assert (np.asarray(state.value) != before).any()


DROP = """
model:
  inputs: {x: [batch, 4]}
  layers:
    towers: {layer: {Tower: {}}, repeat: 2}
    wrapped: {TimeDistributed: {layer: {Dropout: 0.9}}}
    dense: {Dense: 4}
  call: |
    y = towers(x)
    for tower in towers:
      y = tower(y)
    return dense(wrapped(y[:, none])[:, 0])
layers:
  Tower:
    inputs: {x: [batch, n]}
    layers: {inner: Inner}
    call: inner(x)
  Inner:
    inputs: {x: [batch, n]}
    layers: {norm: {BatchNormalization: {momentum: 0}}}
    call: norm(x)
"""


def test_layers_deep_inside_know_that_the_model_trains(model, numbers):
    built = model(DROP + TRAIN)
    x = numbers(16, 4) + 5
    built.fit(x, x, batch_size=16, verbose=0)
    mean = built.towers[0].inner.norm.moving_mean
    assert np.abs(np.asarray(mean.value)).max() > 0
    outputs = built.predict(x, verbose=0)
    np.testing.assert_array_equal(outputs, built.predict(x, verbose=0))


def test_dropout_of_a_model_drops_under_fit(model):
    text = (
        """
model:
  inputs: {x: [batch, 4]}
  sequential: [{Dropout: 0.5}, {Dense: {units: 4, kernel_initializer: identity}}]
"""
        + TRAIN
    )
    built = model(text)
    logs = built.fit(np.ones((16, 4)), np.ones((16, 4)), batch_size=16, verbose=0).history
    assert logs["loss"][0] > 0.3


def test_source_of_a_statement_names_its_line(source):
    spec = MODEL % COUNTS
    line = 2 + spec[: spec.index("assign(seen")].count("\n")
    assert f"self.seen.assign(self.seen + 1)  # line {line}\n" in source(spec)


def test_model_keeps_its_own_state_and_weights(model, numbers):
    built = model(
        """
model:
  inputs: {x: [batch, 4]}
  weights:
    scale: {shape: [4], initializer: 2, regularizer: {L1: 1}}
    steps: {shape: [], initializer: zeros, dtype: int32}
  call: |
    if training:
      assign(steps, steps + 1)
    add_loss(sum(scale))
    add_metric("scale", mean(scale))
    return x * scale
"""
        + TRAIN
    )
    logs = built.fit(np.zeros((16, 4)), np.zeros((16, 4)), batch_size=16, verbose=0).history
    assert int(built.steps.value) == 1
    assert logs["loss"][0] == pytest.approx(16)
    assert logs["scale"][0] == pytest.approx(2)
    np.testing.assert_allclose(built.scale.value, 2 - 0.1 * 2, rtol=1e-6)
    assert isinstance(built, keras.Model)


def test_assign_sets_the_weights_of_sublayers(fitted):
    part = """
  Part:
    inputs: {x: [batch, n]}
    layers:
      norm: BatchNormalization
      teacher: {layer: {Dense: {units: =n, kernel_initializer: zeros}}, trainable: false}
      student: {Dense: {units: =n, kernel_initializer: ones}}
    call: |
      if training:
        assign(norm.moving_mean, 0 * norm.moving_mean + 7)
        assign(teacher.kernel, 0.75 * teacher.kernel + 0.25 * student.kernel)
      return student(x) + teacher(x) + 0 * norm(x, training=false)
"""
    model, _ = fitted(part)
    found = model.part
    np.testing.assert_array_equal(found.norm.moving_mean, 7)
    np.testing.assert_array_equal(found.teacher.kernel, 0.25)
    assert np.all(found.student.kernel.numpy() != 1)


def test_what_nothing_reads_is_named_so(source):
    text = source("""
    functions:
      f(x): |
        spare = x * 2
        return x
    layers:
      Spare:
        inputs: {x: [batch, n]}
        call: |
          a, b = split(x, 2, axis=-1)
          c = a * 2
          for i in range(2):
            a = a * i
          return a
      Cell:
        inputs: {x: [batch, n]}
        state: {h: [batch, 3], c: [batch, 3]}
        call: return x, h, h
    """)
    assert "_spare = x * 2" in text
    assert "a, _b = ops.split(x, 2, axis=-1)" in text
    assert "_c = a * 2" in text
    assert "h, _c = states" in text
    subprocess.run(
        [find_ruff_bin(), "check", "--isolated", "--no-cache", "-"],
        input=text.encode(),
        check=True,
    )


def test_a_cell_takes_its_states_before_what_is_optional(layer, numbers):
    cell = layer("""
        Cell:
          inputs: {x: [batch, n], more: {shape: [batch, n], optional: true}}
          state: {h: [batch, 3]}
          layers: {dense: {Dense: 3}}
          call: |
            h = h + dense(x) if more is none else h + dense(more)
            return h, h
        """)
    x = numbers(2, 5, 4)
    assert keras.layers.RNN(cell)(x).shape == (2, 3)
    output, _ = cell(x[:, 0], [numbers(2, 3)], more=x[:, 1])
    assert output.shape == (2, 3)
