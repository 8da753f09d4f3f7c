import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from tests.cpu.rewritten import rewritten

WINDOWS = {
    "side by side": (2, 2, "VALID"),
    "cells left over": (3, 3, "VALID"),
    "padded": (2, 2, "SAME"),
    "overlapping": (3, 2, "SAME"),
    "apart": (2, 3, "VALID"),
    "at each cell": (3, 1, "SAME"),
}


def pooled_gradient(size, strides, padding, *, largest=True):
    def pool(images):
        start, choose = (-jnp.inf, lax.max) if largest else (jnp.inf, lax.min)
        window, steps = (1, size, size, 1), (1, strides, strides, 1)
        return lax.reduce_window(images, start, choose, window, steps, padding)

    def gradient(images):
        output, pull = jax.vjp(pool, images)
        wanted = 1 + jnp.arange(output.size, dtype="float32").reshape(output.shape) % 97
        return pull(wanted.astype(output.dtype))[0]

    return gradient


def drawn(*shape, levels):
    """Whole numbers, so few of them that windows have ties."""
    return np.random.default_rng(0).integers(0, levels, shape).astype("float32")


@pytest.mark.parametrize("levels", [2, 1000], ids=["ties", "hardly any"])
@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
def test_gradient_is_that_of_xla_to_the_first_of_the_largest(window, levels):
    function, images = pooled_gradient(*window), drawn(3, 11, 8, 5, levels=levels)
    found, expected = jax.jit(rewritten(function))(images), jax.jit(function)(images)
    np.testing.assert_array_equal(found, expected)  # whole numbers: exact in any order


def test_gradient_keeps_the_type_of_the_images():
    function = pooled_gradient(2, 2, "VALID")
    images = jnp.asarray(drawn(2, 6, 6, 3, levels=9), "bfloat16")
    found, expected = jax.jit(rewritten(function))(images), jax.jit(function)(images)
    assert found.dtype == jnp.bfloat16
    np.testing.assert_array_equal(found, expected)


def test_infinite_images_are_no_exception():
    function, images = pooled_gradient(3, 2, "SAME"), drawn(2, 7, 7, 3, levels=3)
    images[images == 0] = -np.inf
    images[images == 1] = np.inf
    found, expected = jax.jit(rewritten(function))(images), jax.jit(function)(images)
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "function",
    [pooled_gradient(2, 2, "VALID", largest=False), pooled_gradient(9, 1, "SAME")],
    ids=["min pooling", "a very large window"],
)
def test_other_pooling_is_left_alone(function):
    images = drawn(2, 12, 12, 3, levels=9)
    assert str(jax.make_jaxpr(rewritten(function))(images)) == str(jax.make_jaxpr(function)(images))
