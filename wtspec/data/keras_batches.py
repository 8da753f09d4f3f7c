"""Serves rows to Keras, batch by batch."""

from __future__ import annotations

import keras
import numpy as np

from wtspec.data.batches import batch_count, epoch_order


class Batches(keras.utils.PyDataset):
    """Batches of (inputs, targets, weights), in the order of `epoch_order`.

    `fit` calls `on_epoch_end` once before its first epoch, after a look at a batch's shapes.
    So counting starts one epoch early; for the same reason, one object serves one `fit`. Call it
    with `shuffle=False`: else Keras shuffles the batches once more, by Python's global `random`.
    """

    def __init__(
        self,
        inputs: np.ndarray | dict[str, np.ndarray],
        targets: np.ndarray | dict[str, np.ndarray] | None = None,
        weights: np.ndarray | dict[str, np.ndarray] | None = None,
        *,
        batch_size: int,
        seed: int = 0,
        shuffle: bool = True,
        drop_remainder: bool = False,
        first_epoch: int = 0,
    ) -> None:
        super().__init__(workers=0)
        self.values = (inputs, targets, weights)
        self.rows = len(next(iter(inputs.values())) if isinstance(inputs, dict) else inputs)
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.drop_remainder = drop_remainder
        self.epoch = first_epoch - 1
        self.order = epoch_order(self.rows, seed, first_epoch, shuffle)

    def __len__(self) -> int:
        return batch_count(self.rows, self.batch_size, self.drop_remainder)

    def __getitem__(self, index: int) -> tuple:
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        batch = tuple(_take(value, rows) for value in self.values)
        while batch[-1] is None:
            batch = batch[:-1]
        return batch

    def on_epoch_end(self) -> None:
        """Moves to the next epoch's order."""
        self.epoch += 1
        self.order = epoch_order(self.rows, self.seed, self.epoch, self.shuffle)


def _take(
    values: np.ndarray | dict[str, np.ndarray] | None, rows: np.ndarray
) -> np.ndarray | dict[str, np.ndarray] | None:
    if isinstance(values, dict):
        return {name: array[rows] for name, array in values.items()}
    return None if values is None else values[rows]
