import math

import keras
import numpy as np
import pytest

from tests.long import mostly_long
from wtspec.data.rows import Rows
from wtspec.train.feeding.feed import IN_ORDER, Feed, Order


def values(model):
    return [np.asarray(one.value) for one in (*model.weights, *model.optimizer.variables)]


SIZES = [(1, 8), (1, 1), (5, 8), (8, 8), (9, 8), (16, 8), (28, 8), (20, 1)]
WORK = [
    (count, batch_size, accumulate, drop_remainder)
    for count, batch_size in SIZES
    for accumulate in (1, 3)
    for drop_remainder in (False, True)
    if count >= batch_size * accumulate or not drop_remainder
]


@pytest.mark.parametrize(
    ("count", "batch_size", "accumulate", "drop_remainder"), mostly_long(WORK, every=5)
)
def test_rows_that_do_not_fit_the_device_give_the_very_same_weights(
    train, linear, regression, count, batch_size, accumulate, drop_remainder
):
    rows, found = regression(count), []
    for budget_bytes in (None, 200):
        made = linear()
        train(
            made, rows, epochs=2, batch_size=batch_size, accumulate=accumulate,
            drop_remainder=drop_remainder, budget_bytes=budget_bytes,
        )  # fmt: skip
        found.append(values(made))
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


def test_stretches_hold_each_row_once_an_epoch(regression):
    rows = regression(50)
    feed = Feed(rows, Order(seed=5), 4, budget_bytes=200)
    assert len(list(feed.epoch(0))) > 2
    np.testing.assert_array_equal(seen(feed, 1), seen(Feed(rows, Order(seed=5), 4), 1))
    assert {tuple(row) for row in seen(feed, 2)} == {tuple(row) for row in rows.inputs}


def seen(feed, epoch):
    """The rows of an epoch, in the order in which steps take them."""
    found = []
    for stretch in feed.epoch(epoch):
        taken = stretch.steps * feed.whole.rows + (feed.short.rows if stretch.ends else 0)
        read, size = feed.layout.reader(stretch.rows, stretch.order, 0), feed.whole.size
        firsts = range(0, taken, size)
        found += [np.asarray(read(first, min(size, taken - first))[0]) for first in firsts]
    return np.concatenate(found)


def test_stretches_of_any_epoch_can_be_asked_for_after_any_other(regression):
    rows, whole = regression(50), Feed(regression(50), Order(seed=5), 4)
    feed = Feed(rows, Order(seed=5), 4, budget_bytes=200)
    next(feed.epoch(3))  # and no more of them
    for epoch in (3, 0, 1, 1):
        np.testing.assert_array_equal(seen(feed, epoch), seen(whole, epoch))


def test_every_stretch_is_of_one_shape_so_that_one_program_serves_all(regression):
    feed = Feed(regression(50), Order(), 4, budget_bytes=200)
    assert len({stretch.rows[0].shape for stretch in feed.epoch(0)}) == 1


def test_ten_thousand_tiny_steps_take_few_dispatches(train, linear, regression):
    heard = []
    train(linear(), regression(10_000), epochs=1, batch_size=1, listener=heard.append)
    assert len(heard) < 200


def test_training_ends_within_rows_that_come_in_stretches(train, linear, regression):
    made = linear()
    train(made, regression(50), steps=16, batch_size=4, budget_bytes=200)
    assert int(made.optimizer.iterations.value) == 16


def test_wide_integers_and_floats_are_as_narrow_as_jax_keeps_them():
    rows = Rows(np.ones((4, 2)), np.arange(4))
    inputs, targets, weights = Feed(rows, Order(), 2).example
    assert (inputs.dtype, targets.dtype, weights) == ("float32", "int32", None)


@pytest.mark.parametrize(
    ("count", "batch_size"), mostly_long([(21, 8), (16, 8), (24, 4), (5, 2)], every=4)
)
def test_accumulated_gradients_make_the_update_of_one_large_batch(
    train, regression, count, batch_size
):
    rows = regression(count)
    weights = np.random.default_rng(2).uniform(0.5, 2, count).astype("float32")
    rows = Rows(rows.inputs, rows.targets, weights)
    once, several = penalized(), penalized()
    train(once, rows, epochs=3, batch_size=4 * batch_size)
    train(several, rows, epochs=3, batch_size=batch_size, accumulate=4)
    for one, other in zip(values(once), values(several), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-7)


def penalized():
    keras.utils.set_random_seed(0)
    made = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, kernel_regularizer="l2", kernel_constraint="max_norm"),
            keras.layers.Dense(1),
        ]
    )
    rate = keras.optimizers.schedules.ExponentialDecay(0.05, 2, 0.5)
    optimizer = keras.optimizers.AdamW(rate, use_ema=True, global_clipnorm=0.5)
    made.compile(optimizer, "mse")
    return made


def test_many_rows_are_not_copied_as_a_whole_where_the_device_is_the_cpu():
    rows = Rows(np.ones((2**16, 200), "float32"))
    places = [one.rows[0].unsafe_buffer_pointer() for one in Feed(rows, Order(), 64).epoch(0)]
    assert len(places) > 2
    assert len(set(places)) == 2


def test_rows_that_are_measured_again_and_again_come_in_one_stream():
    feed = Feed(Rows(np.ones((2**16, 200), "float32")), IN_ORDER, 64)
    places = {one.rows[0].unsafe_buffer_pointer() for _ in range(3) for one in feed.epoch(0)}
    assert len(places) == 2


def test_a_batch_larger_than_the_data_takes_no_more_memory_than_they_do(regression):
    rows, _ = Feed(regression(50), Order(), 10**9, budget_bytes=200).shapes
    assert math.prod(rows[0].shape) == 50 * 3


def test_few_rows_are_copied_as_a_whole(regression):
    assert len(list(Feed(regression(1000), Order(), 8).epoch(0))) == 1


@pytest.mark.parametrize(("batch_size", "accumulate"), [(2**31, 1), (2**40, 3), (4, 2**31)])
def test_a_step_of_more_rows_than_32_bits_count_takes_those_that_there_are(
    train, linear, regression, batch_size, accumulate
):
    found = []
    for size, several in ((batch_size, accumulate), (min(batch_size, 9), min(accumulate, 3))):
        made = linear()
        train(made, regression(9), epochs=2, batch_size=size, accumulate=several)
        found.append(values(made))
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
