"""The same batches in, the weights that Keras's own `fit` gives."""

import keras
import numpy as np
import pytest
from keras import layers

from tests.long import mostly_long
from wtspec.data.class_weights import weigh_classes
from wtspec.data.keras_batches import Batches
from wtspec.data.rows import Rows

EPOCHS, BATCH = 29, 32  # of 7 steps, the last of them short: 203 steps


def rows():
    generator = np.random.default_rng(1)
    x = generator.normal(size=(200, 12)).astype("float32")
    return Rows(x, (np.argmax(x[:, :3] + 0.3 * x[:, 3:6], axis=1)).astype("int32"))


@keras.saving.register_keras_serializable("tests")
class Penalized(layers.Layer):
    """Adds the mean size of its input to the loss, and keeps a moving mean of it."""

    def build(self, _):
        self.mean = self.add_weight(name="mean", shape=(), initializer="zeros", trainable=False)

    def call(self, x, training=False):
        size = keras.ops.mean(keras.ops.square(x))
        self.add_loss(0.01 * size)
        if training:
            self.mean.assign(0.9 * self.mean + 0.1 * size)
        return x


def compiled(*inner, optimizer=None, policy="float32"):
    keras.utils.set_random_seed(0)
    made = keras.Sequential(
        [
            keras.Input((12,)),
            layers.Dense(24, activation="gelu", dtype=policy),
            *(make() for make in inner),  # each with the seeds that follow from the one above
            layers.Dense(3, dtype=policy),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    made.compile(optimizer or keras.optimizers.Adam(3e-3), loss, metrics=["accuracy"])
    return made


def schedule():
    return keras.optimizers.schedules.CosineDecay(1e-2, 180, warmup_target=3e-2, warmup_steps=20)


MODELS = {
    "plain": compiled,
    "dropout": lambda: compiled(lambda: layers.Dropout(0.3)),
    "batch statistics": lambda: compiled(layers.BatchNormalization),
    "add_loss": lambda: compiled(Penalized),
    "regularizer": lambda: compiled(lambda: layers.Dense(8, kernel_regularizer="l2")),
    "constraint": lambda: compiled(lambda: layers.Dense(8, kernel_constraint="unit_norm")),
    "frozen": lambda: compiled(lambda: layers.Dense(8, trainable=False)),
    "schedule": lambda: compiled(optimizer=keras.optimizers.AdamW(schedule())),
    "averages": lambda: compiled(optimizer=keras.optimizers.SGD(0.05, use_ema=True)),
    "overwriting averages": lambda: compiled(
        optimizer=keras.optimizers.SGD(0.05, use_ema=True, ema_overwrite_frequency=5)
    ),
    "global clipping": lambda: compiled(optimizer=keras.optimizers.Adam(global_clipnorm=0.1)),
    "momentum": lambda: compiled(optimizer=keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True)),
    "muon": lambda: compiled(optimizer=keras.optimizers.Muon(1e-2)),
    "float16": lambda: compiled(
        policy="mixed_float16",
        optimizer=keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.05)),
    ),
    "nadam in float16": lambda: compiled(
        policy="mixed_float16",
        optimizer=keras.optimizers.LossScaleOptimizer(keras.optimizers.Nadam(1e-3)),
    ),
    "bfloat16": lambda: compiled(policy="mixed_bfloat16"),
}


@pytest.mark.parametrize("name", mostly_long(MODELS, every=8))
def test_weights_after_two_hundred_steps_are_those_of_keras_fit(train, name):
    ours, theirs, given = MODELS[name](), MODELS[name](), rows()
    history = train(ours, given, validation=given, epochs=EPOCHS, batch_size=BATCH)
    told = keras_fit(theirs, given)
    tolerance = 2e-2 if "float16" in name else 1e-4
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        difference = np.linalg.norm(np.subtract(one.value, other.value, dtype="float64"))
        assert difference <= tolerance * np.linalg.norm(other.value), one.path
    for key in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert history[-1][key] == pytest.approx(told[key][-1], rel=10 * tolerance), key


@pytest.mark.long
def test_rows_that_weigh_differently_are_weighed_as_in_keras(train):
    ours, theirs, given = compiled(), compiled(), rows()
    weights = weigh_classes(given.targets, None, {0: 3.0, 2: 0.5})
    given = Rows(given.inputs, given.targets, weights)
    train(ours, given, epochs=3, batch_size=BATCH)
    keras_fit(theirs, given, epochs=3)
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(one.value, other.value, rtol=1e-4, atol=1e-6)


@pytest.mark.long
def test_several_inputs_and_outputs_are_those_of_keras(train):
    given = rows()
    given = Rows(
        {"a": given.inputs, "b": given.inputs[:, :2]},
        {"class": given.targets, "size": np.abs(given.inputs).sum(1, keepdims=True)},
    )
    ours, theirs = two_headed(), two_headed()
    history = train(ours, given, epochs=3, batch_size=BATCH)
    told = keras_fit(theirs, given, epochs=3)
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(one.value, other.value, rtol=1e-4, atol=1e-6)
    assert set(history[-1]) == set(told)


def two_headed():
    keras.utils.set_random_seed(0)
    a, b = keras.Input((12,), name="a"), keras.Input((2,), name="b")
    x = layers.Dense(16, activation="relu")(layers.Concatenate()([a, b]))
    made = keras.Model({"a": a, "b": b}, {"class": layers.Dense(3)(x), "size": layers.Dense(1)(x)})
    losses = {
        "class": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        "size": "mse",
    }
    made.compile("adam", losses, loss_weights={"class": 1.0, "size": 0.5}, metrics={"size": "mae"})
    return made


def keras_fit(model, rows, epochs=EPOCHS):
    batches = Batches(rows.inputs, rows.targets, rows.weights, batch_size=BATCH, seed=3)
    held_out = Batches(rows.inputs, rows.targets, batch_size=BATCH, shuffle=False)
    held_out = None if rows.weights is not None or isinstance(rows.inputs, dict) else held_out
    return model.fit(
        batches, epochs=epochs, shuffle=False, verbose=0, validation_data=held_out
    ).history
