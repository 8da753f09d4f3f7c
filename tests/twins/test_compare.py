"""The comparison itself: it must notice the least difference, and nothing else."""

import keras
import numpy as np
import pytest

from tests.twins.compare import assert_same_cost, assert_same_program, by_path

BATCH = (np.zeros((8, 4), "float32"), np.zeros((8, 5), "float32"))


class TwoDense(keras.Model):
    def __init__(self, *, swapped=False, extra=0.0, name="first"):
        super().__init__(name=name)
        self.extra = extra
        self.swapped = swapped
        if swapped:
            self.outer = keras.layers.Dense(5, name="outer")
        self.inner = keras.layers.Dense(5, activation="relu", name="inner")
        if not swapped:
            self.outer = keras.layers.Dense(5, name="outer")

    def build(self, shape):
        self.inner.build(shape)
        self.outer.build((shape[0], 5))

    def call(self, x):
        y = self.outer(self.inner(x))
        if self.extra:
            y = y + keras.ops.mean(x) * self.extra
        return y


def compiled(**options):
    model = TwoDense(**options)
    model.build((None, 4))
    model.compile(optimizer="adam", loss="mse")
    return model


def test_other_names_and_another_order_of_weights_are_the_same_program():
    model, twin = compiled(), compiled(swapped=True, name="second")
    assert [v.path for v in model.variables] != [v.path for v in twin.variables]
    assert_same_program(model, twin, by_path(twin), BATCH)
    assert_same_cost(model, twin, by_path(twin), BATCH)


def test_the_least_addition_is_another_program():
    model, twin = compiled(), compiled(extra=1e-30)
    with pytest.raises(AssertionError, match=r"^--- generated"):
        assert_same_program(model, twin, by_path(twin), BATCH)


def test_weights_that_change_places_are_another_program():
    model, twin = compiled(), compiled()
    weights = by_path(twin)
    weights["inner/bias"], weights["outer/bias"] = weights["outer/bias"], weights["inner/bias"]
    with pytest.raises(AssertionError):
        assert_same_program(model, twin, weights, BATCH)


def test_another_optimizer_is_another_program():
    model, twin = compiled(), compiled()
    twin.compile(optimizer=keras.optimizers.Adam(epsilon=1e-8), loss="mse")
    with pytest.raises(AssertionError):
        assert_same_program(model, twin, by_path(twin), BATCH)
