import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
import pytest

from wtspec.data.batches import batch_count, epoch_order
from wtspec.data.keras_batches import Batches


def test_order_follows_from_seed_and_epoch_alone():
    np.testing.assert_array_equal(epoch_order(20, 1, 5), epoch_order(20, 1, 5))
    orders = {tuple(epoch_order(20, seed, epoch)) for seed in range(3) for epoch in range(3)}
    assert len(orders) == 9
    assert all(sorted(order) == list(range(20)) for order in orders)


def test_unshuffled_order_is_the_files():
    assert epoch_order(4, 1, 5, shuffle=False).tolist() == [0, 1, 2, 3]


def test_last_batch_is_short_or_dropped():
    rows = np.arange(10)
    sizes = [len(inputs) for inputs, _ in Batches(rows, rows, batch_size=4)]
    dropped = [len(inputs) for inputs, _ in Batches(rows, rows, batch_size=4, drop_remainder=True)]
    assert (sizes, dropped) == ([4, 4, 2], [4, 4])
    assert (batch_count(10, 4), batch_count(10, 4, drop_remainder=True)) == (3, 2)


def test_batch_holds_the_same_rows_of_everything():
    rows = np.arange(10)
    batches = Batches({"a": rows, "b": rows * 2}, {"y": rows * 3}, rows * 4.0, batch_size=3)
    inputs, targets, weights = batches[1]
    np.testing.assert_array_equal(inputs["b"], inputs["a"] * 2)
    np.testing.assert_array_equal(targets["y"], inputs["a"] * 3)
    np.testing.assert_array_equal(weights, inputs["a"] * 4)


def test_batch_without_targets_holds_inputs_alone():
    assert len(Batches(np.arange(4), batch_size=2)[0]) == 1


@pytest.mark.parametrize("size", [4, 10, 16])
@pytest.mark.parametrize("built", [True, False])
@pytest.mark.parametrize("first_epoch", [0, 2])
def test_fit_sees_each_epochs_order_whether_or_not_the_model_is_built(size, built, first_epoch):
    x = np.arange(10, dtype="float32")[:, None]
    served = []

    class Watched(Batches):
        def __getitem__(self, index):
            served.append((self.epoch, *super().__getitem__(index)[0][:, 0].astype(int)))
            return super().__getitem__(index)

    model = keras.Sequential([keras.layers.Dense(1)])
    if built:
        model(x)
    model.compile("sgd", "mse")
    batches = Watched(x, x, batch_size=size, seed=3, first_epoch=first_epoch)
    model.fit(batches, epochs=first_epoch + 2, initial_epoch=first_epoch, shuffle=False, verbose=0)
    trained = [row for row in served if row[0] >= first_epoch]
    for epoch in (first_epoch, first_epoch + 1):
        rows = [number for at, *numbers in trained if at == epoch for number in numbers]
        assert rows == epoch_order(10, 3, epoch).tolist()
