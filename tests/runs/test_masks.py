"""Losses and metrics of masked outputs are those of Keras's own layers and `fit`."""

import keras
import numpy as np
import pytest

import wtspec
from tests.long import mostly_long

FILE = """
wtspec: 1
layers:
  Scale:
    inputs: {{x: [..., f]}}
    call: x * 2
  Pool:
    inputs:
      x: [batch, time, f]
      mask: {{shape: [batch, time], dtype: bool, optional: true}}
    call: |
      kept = ones([batch, time]) if mask is none else cast(mask, "float32")
      return sum(x * kept[..., none], axis=1) / maximum(sum(kept, axis=1, keepdims=true), 1)
model:
  inputs: {{tokens: {{shape: [batch, 8], dtype: int32}}}}
  layers:
    embed: {{Embedding: {{input_dim: 5, output_dim: 4, mask_zero: true}}}}
    scale: Scale
    last: {last}
    head: {{Dense: 1}}
  call: head(last(scale(embed(tokens))))
data:
  source: {{npz: tokens.npz}}
  inputs: {{tokens: =tokens}}
  targets: ={targets}
  batch_size: {batch_size}
  shuffle: false
  split: {{validation: 0.2, shuffle: false}}
train:
  epochs: 2
  optimizer: {{SGD: {{learning_rate: 0.1}}}}
  loss: mse
  metrics: [mae]
"""


@pytest.fixture
def rows(tmp_path):
    random = np.random.default_rng(0)
    tokens = random.integers(1, 5, (40, 8)).astype("int32")
    tokens[np.arange(8) >= random.integers(1, 9, (40, 1))] = 0
    y = random.normal(size=(40, 1)).astype("float32")
    each = random.normal(size=(40, 8, 1)).astype("float32")
    np.savez(tmp_path / "tokens.npz", tokens=tokens, y=y, each=each)
    return {"tokens": tokens, "y": y, "each": each}


def by_hand(last, weights):
    tokens = keras.Input((8,), dtype="int32")
    x = keras.layers.Embedding(5, 4, mask_zero=True)(tokens)
    x = keras.layers.Rescaling(2.0)(x)
    model = keras.Model(tokens, keras.layers.Dense(1)(last(x)))
    model.set_weights([value.numpy() for value in weights.values()])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["mae"])
    return model


CASES = {
    "as many rows as steps": ("Pool", keras.layers.GlobalAveragePooling1D, {}, "y", 8),
    "fewer rows than steps": ("Pool", keras.layers.GlobalAveragePooling1D, {}, "y", 5),
    "a GRU": ("{GRU: 4}", keras.layers.GRU, {"units": 4}, "y", 5),
    "sequences": (
        "{LSTM: {units: 4, return_sequences: true}}",
        keras.layers.LSTM,
        {"units": 4, "return_sequences": True},
        "each",
        5,
    ),
}


@pytest.mark.parametrize(
    ("last", "keras_last", "arguments", "targets", "batch_size"),
    mostly_long(CASES.values(), every=4),
    ids=CASES,
)
def test_a_masked_models_loss_and_metrics_are_those_of_keras(
    tmp_path, rows, last, keras_last, arguments, targets, batch_size
):
    path = tmp_path / "spec.yaml"
    path.write_text(FILE.format(last=last, targets=targets, batch_size=batch_size))
    spec = wtspec.load(path)
    hand = by_hand(keras_last(**arguments), wtspec.weights(wtspec.build(spec)))
    ours = wtspec.run(spec, runs_dir=tmp_path / "runs").history
    count = 32
    theirs = hand.fit(
        rows["tokens"][:count],
        rows[targets][:count],
        epochs=2,
        batch_size=batch_size,
        shuffle=False,
        validation_data=(rows["tokens"][count:], rows[targets][count:]),
        validation_batch_size=batch_size,
        verbose=0,
    ).history
    for name, values in theirs.items():
        np.testing.assert_allclose([one[name] for one in ours], values, rtol=1e-5, err_msg=name)
