"""Trains a compiled model with Keras's `fit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import keras

from wtspec.data.keras_batches import Batches
from wtspec.train.events import Listener
from wtspec.train.length import Length
from wtspec.train.numbers import Metrics
from wtspec.train.rows import Rows
from wtspec.train.watch import Places, Watch


@dataclass(frozen=True, slots=True)
class Order:
    """How training goes through its rows.

    Attributes:
        seed: What each epoch's order follows from.
        shuffle: Whether it is another order each epoch.
        drop_remainder: Whether the short last batch of an epoch is left out.
    """

    seed: int = 0
    shuffle: bool = True
    drop_remainder: bool = False


def fit(
    model: keras.Model,
    rows: Rows,
    validation: Rows | None,
    length: Length,
    order: Order,
    *,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    listener: Listener,
    places: Places,
) -> list[Metrics]:
    """Trains until `length` or a callback ends it.

    Args:
        model: Built and compiled.
        rows: To train on.
        validation: Rows to measure it on after each epoch.
        length: How long to train; a last epoch may be cut short.
        order: In which order `rows` are seen.
        callbacks: Keras's, as `make_callbacks` gives them.
        listener: Is told of progress and of each epoch.
        places: Where the spec declares what may go wrong.

    Returns:
        Each epoch's metrics, those of the validation rows named `val_…`.

    Raises:
        SpecError: `loss-not-finite`, `unknown-monitor`.
    """
    watch = Watch(model, callbacks, length, listener, places)
    model.fit(
        _batches(rows, length.batch_size, order),
        validation_data=None if validation is None else in_order(validation, length.batch_size),
        epochs=length.epochs,
        callbacks=watch,  # pyright: ignore[reportArgumentType] - Keras takes a list of its own kind
        shuffle=False,  # the batches shuffle by themselves
        verbose=0,  # pyright: ignore[reportArgumentType]
    )
    return watch.history


def in_order(rows: Rows, batch_size: int) -> Batches:
    """Rows in their own order, every one of them, in batches."""
    return _batches(rows, batch_size, Order(shuffle=False))


def _batches(rows: Rows, batch_size: int, order: Order) -> Batches:
    return Batches(
        rows.inputs,
        rows.targets,
        rows.weights,
        batch_size=batch_size,
        seed=order.seed,
        shuffle=order.shuffle,
        drop_remainder=order.drop_remainder,
    )
