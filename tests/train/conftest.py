import keras
import numpy as np
import pytest

from wtspec.data.rows import Rows
from wtspec.train.events import ignore
from wtspec.train.feeding.feed import Order
from wtspec.train.fit import fit
from wtspec.train.length import training_length
from wtspec.train.measure import Measurer
from wtspec.train.watch import TrainingSpans

SEED = 3


@pytest.fixture
def regression():
    """Rows of three numbers, and their sum."""

    def make(count=20):
        x = np.random.default_rng(0).normal(size=(count, 3)).astype("float32")
        return Rows(x, x.sum(axis=1, keepdims=True))

    return make


@pytest.fixture
def linear():
    """A linear model, compiled."""

    def make(learning_rate=0.01):
        keras.utils.set_random_seed(0)
        made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        made.compile(keras.optimizers.SGD(learning_rate), "mse", metrics=["mae"])
        return made

    return make


@pytest.fixture
def train():
    """Trains a model on rows and gives its history."""

    def run(
        model, rows, *, epochs=None, steps=None, batch_size=8, accumulate=1, validation=None,
        drop_remainder=False, callbacks=(), listener=ignore, spans=None, budget_bytes=None,
        measurer=None,
    ):  # fmt: skip
        length = training_length(
            rows.count, batch_size, accumulate,
            drop_remainder=drop_remainder, epochs=epochs, steps=steps,
        )  # fmt: skip
        trained = fit(
            model,
            rows,
            validation,
            length,
            Order(SEED, drop_remainder=drop_remainder),
            measurer=measurer or Measurer(model, batch_size),
            callbacks=callbacks,
            listener=listener,
            spans=spans or TrainingSpans(),
            budget_bytes=budget_bytes,
        )
        return trained.history

    return run
