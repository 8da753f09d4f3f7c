import math

import keras
import numpy as np
import pytest

from wtspec.data.keras_batches import Batches
from wtspec.errors import Source, Span, SpecError
from wtspec.train.events import EpochEnded, Progressed, ignore
from wtspec.train.fit import Order, fit
from wtspec.train.length import training_length
from wtspec.train.measure import measure
from wtspec.train.rows import Rows
from wtspec.train.watch import Places

SPAN = Span(Source("spec.yaml", "loss: mse"), 1, 1, 1, 5)
PLACES = Places(SPAN, (SPAN,))


def rows(count=20):
    x = np.random.default_rng(0).normal(size=(count, 3)).astype("float32")
    return Rows(x, x.sum(axis=1, keepdims=True))


def model(learning_rate=0.01):
    keras.utils.set_random_seed(0)
    made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    made.compile(keras.optimizers.SGD(learning_rate), "mse", metrics=["mae"])
    return made


def length(rows, epochs=None, steps=None, batch_size=8):
    return training_length(rows.count, batch_size, drop_remainder=False, epochs=epochs, steps=steps)


def train(made, given, *, epochs=None, steps=None, callbacks=(), listener=ignore, **more):
    total = length(given, epochs, steps)
    validation = more.pop("validation", given)
    return fit(
        made,
        given,
        validation,
        total,
        Order(seed=3),
        callbacks=callbacks,
        listener=listener,
        places=PLACES,
    )


class Hearing(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.heard = []

    def on_train_batch_end(self, batch, logs=None):
        self.heard.append((batch, logs["loss"]))


class Halving(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["rate"] = 0.5**epoch


def test_weights_are_those_of_keras_fit_on_the_same_batches():
    ours, theirs, given = model(), model(), rows()
    train(ours, given, epochs=3)
    batches = Batches(given.inputs, given.targets, batch_size=8, seed=3)
    theirs.fit(batches, epochs=3, shuffle=False, verbose=0)
    for one, other in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_array_equal(one.value, other.value)


@pytest.mark.parametrize(("steps", "ends"), [(1, [1]), (3, [3]), (4, [3, 4]), (7, [3, 6, 7])])
def test_training_ends_at_the_very_step_and_validates_then(steps, ends):
    heard, made = [], model()
    history = train(made, rows(), steps=steps, listener=heard.append)
    assert int(made.optimizer.iterations.value) == steps
    assert [event.steps for event in heard if isinstance(event, EpochEnded)] == ends
    assert all("val_loss" in metrics for metrics in history)


def test_length_counts_the_short_last_batch_unless_it_is_dropped():
    kept = training_length(20, 8, drop_remainder=False, epochs=2, steps=None)
    dropped = training_length(20, 8, drop_remainder=True, epochs=2, steps=None)
    assert (kept.steps_per_epoch, kept.total_steps, kept.epochs) == (3, 6, 2)
    assert (dropped.steps_per_epoch, dropped.total_steps) == (2, 4)


def test_first_step_is_told_at_once_and_others_seldom():
    heard = []
    train(model(), rows(800), epochs=2, listener=heard.append)
    told = [event for event in heard if isinstance(event, Progressed)]
    assert (told[0].epoch, told[0].step) == (1, 1)
    assert len(told) < 200


def test_callback_that_wants_each_step_gets_each_step():
    hearing = Hearing()
    train(model(), rows(), epochs=2, callbacks=[hearing])
    assert [batch for batch, _ in hearing.heard] == [0, 1, 2, 0, 1, 2]
    assert all(isinstance(loss, float) for _, loss in hearing.heard)


def test_metric_that_a_callback_adds_is_in_the_history():
    history = train(model(), rows(), epochs=2, callbacks=[Halving()])
    assert [metrics["rate"] for metrics in history] == [1.0, 0.5]


def test_early_stopping_ends_the_training():
    stopping = keras.callbacks.EarlyStopping("val_loss", patience=0, min_delta=1e9)
    assert len(train(model(), rows(), epochs=9, callbacks=[stopping])) == 2


@pytest.mark.parametrize("bad_step", [0, 1, 2])
def test_loss_that_is_lost_is_told_with_its_step(bad_step):
    given = rows(24)
    batches = Batches(given.inputs, given.targets, batch_size=8, seed=3)
    given.targets[batches.order[8 * bad_step]] = math.nan
    with pytest.raises(SpecError) as raised:
        train(model(), given, epochs=2)
    (found,) = raised.value.diagnostics
    assert found.message == f"the loss is nan at step {bad_step + 1} of epoch 1"
    assert found.span is SPAN


def test_monitor_of_an_unknown_metric_is_a_fault_with_the_nearest():
    with pytest.raises(SpecError) as raised:
        train(model(), rows(), epochs=2, callbacks=[keras.callbacks.EarlyStopping("val_los")])
    assert raised.value.diagnostics[0].help == "did you mean `val_loss`?"


def test_measuring_covers_the_short_last_batch_exactly():
    made, given = model(), rows(21)
    error = made.predict(given.inputs, verbose=0) - given.targets
    found = measure(made, given, batch_size=8)
    assert found["loss"] == pytest.approx(float(np.mean(error**2)), rel=1e-6)
    assert found["mae"] == pytest.approx(float(np.mean(np.abs(error))), rel=1e-6)
