"""Measures a compiled model on rows."""

from __future__ import annotations

import keras

from wtspec.train.fit import in_order
from wtspec.train.numbers import Metrics, numbers
from wtspec.train.rows import Rows


def measure(model: keras.Model, rows: Rows, batch_size: int) -> Metrics:
    """The loss and the metrics over all the rows, the short last batch as it is."""
    found = model.evaluate(in_order(rows, batch_size), return_dict=True, verbose=0)  # pyright: ignore[reportArgumentType]
    values = numbers(dict(found))
    return {"loss": values["loss"], **values}
