import math

import keras
import numpy as np
import pytest

from tests.long import mostly_long
from wtspec.data.batches import epoch_order
from wtspec.errors import Source, Span, SpecError
from wtspec.train.events import EpochEnded, Progressed
from wtspec.train.length import training_length
from wtspec.train.watch import TrainingSpans

SPAN = Span(Source("spec.yaml", "loss: mse"), 1, 1, 1, 5)
SPANS = TrainingSpans(SPAN, (SPAN,))


class Hearing(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.heard = []

    def on_train_batch_end(self, batch, logs=None):
        self.heard.append((batch, logs["loss"], int(self.model.optimizer.iterations.value)))


class Halving(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["rate"] = 0.5**epoch


@pytest.mark.parametrize(
    ("steps", "ends"), mostly_long([(4, [3, 4]), (1, [1]), (3, [3]), (7, [3, 6, 7])], every=4)
)
def test_training_ends_at_the_very_step_and_validates_then(train, linear, regression, steps, ends):
    heard, made, rows = [], linear(), regression()
    history = train(made, rows, validation=rows, steps=steps, listener=heard.append)
    assert int(made.optimizer.iterations.value) == steps
    assert [event.steps for event in heard if isinstance(event, EpochEnded)] == ends
    assert all("val_loss" in metrics for metrics in history)


def test_length_counts_the_short_last_batch_unless_it_is_dropped():
    kept = training_length(20, 8, drop_remainder=False, epochs=2, steps=None)
    dropped = training_length(20, 8, drop_remainder=True, epochs=2, steps=None)
    assert (kept.steps_per_epoch, kept.total_steps, kept.epochs) == (3, 6, 2)
    assert (dropped.steps_per_epoch, dropped.total_steps) == (2, 4)


def test_first_step_is_told_at_once_and_others_seldom(train, linear, regression):
    heard = []
    train(linear(), regression(800), epochs=2, listener=heard.append)
    told = [event for event in heard if isinstance(event, Progressed)]
    assert (told[0].epoch, told[0].step) == (1, 1)
    assert len(told) < 200


def test_callback_of_batches_hears_of_each_dispatch_and_sees_the_model_as_it_is_then(
    train, linear, regression
):
    hearing = Hearing()
    train(linear(), regression(), epochs=2, callbacks=[hearing])
    heard = [batch for batch, _, _ in hearing.heard]
    assert heard == sorted(heard[: heard.index(2) + 1]) + sorted(heard[heard.index(2) + 1 :])
    assert heard.count(2) == 2
    assert all(isinstance(loss, float) for _, loss, _ in hearing.heard)
    assert [count for _, _, count in hearing.heard][-1] == 6


def test_metric_that_a_callback_adds_is_in_the_history(train, linear, regression):
    history = train(linear(), regression(), epochs=2, callbacks=[Halving()])
    assert [metrics["rate"] for metrics in history] == [1.0, 0.5]


def test_early_stopping_ends_the_training_and_gives_back_the_best_weights(
    train, linear, regression
):
    stopping = keras.callbacks.EarlyStopping(
        "val_loss", patience=0, min_delta=1e9, restore_best_weights=True
    )
    once, stopped, rows = linear(), linear(), regression()
    train(once, rows, epochs=1)
    assert len(train(stopped, rows, validation=rows, epochs=9, callbacks=[stopping])) == 2
    for one, other in zip(once.weights, stopped.weights, strict=True):
        np.testing.assert_array_equal(one.value, other.value)


def test_rate_that_a_callback_lowers_is_the_rate_of_the_next_epoch(train, linear, regression):
    lowering = keras.callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=1e9)
    made = linear()
    train(made, regression(), epochs=3, callbacks=[lowering])
    assert float(made.optimizer.learning_rate) == pytest.approx(0.0025)


def test_weights_are_the_averages_where_the_optimizer_averages_them(train, linear, regression):
    made = linear()
    made.compile(keras.optimizers.SGD(0.01, use_ema=True, ema_momentum=0.5), "mse")
    train(made, regression(), epochs=2)
    averages = made.optimizer._model_variables_moving_average
    for weight, average in zip(made.trainable_weights, averages, strict=True):
        np.testing.assert_array_equal(weight.value, average.value)


@pytest.mark.parametrize("bad_step", [0, 1, 2])
def test_loss_that_is_lost_is_told_with_its_step(train, linear, regression, bad_step):
    given = regression(24)
    given.targets[epoch_order(24, 3, 0)[8 * bad_step]] = math.nan
    with pytest.raises(SpecError) as raised:
        train(linear(), given, epochs=2, spans=SPANS)
    (found,) = raised.value.diagnostics
    assert found.message == f"the loss is nan at step {bad_step + 1} of epoch 1"
    assert found.span is SPAN


def test_monitor_of_an_unknown_metric_is_a_fault_with_the_nearest(train, linear, regression):
    stopping, rows = keras.callbacks.EarlyStopping("val_los"), regression()
    with pytest.raises(SpecError) as raised:
        train(linear(), rows, validation=rows, epochs=2, callbacks=[stopping], spans=SPANS)
    assert raised.value.diagnostics[0].help == "did you mean `val_loss`?"
