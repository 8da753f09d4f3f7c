import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax
from jax.extend.core import jaxprs_in_params
from jax.extend.core.primitives import dot_general_p

from tests.cpu.rewritten import rewritten

RNG = np.random.default_rng(0)
KERNELS = {
    "dense": ("btd,de->bte", (3, 5, 4), (4, 6)),
    "into heads": ("btd,dhk->bthk", (3, 5, 4), (4, 2, 3)),
    "out of heads": ("bthk,hkd->btd", (3, 5, 2, 3), (2, 3, 4)),
    "four axes of rows": ("abctd,de->abcte", (2, 3, 2, 5, 4), (4, 6)),
}


def with_gradients(equation):
    """A layer's output, and the gradients of its sum of squares."""

    def loss(x, kernel):
        output = jnp.einsum(equation, x, kernel)
        return jnp.sum(output**2), output

    return jax.value_and_grad(loss, (0, 1), has_aux=True)


def drawn(*shape):
    return RNG.normal(size=shape).astype("float32")


def summed_axes(jaxpr):
    """Over how many axes each product of a program sums, wherever it stands in it."""
    for equation in jaxpr.eqns:
        if equation.primitive is dot_general_p:
            yield len(equation.params["dimension_numbers"][0][0])
        for inner in jaxprs_in_params(equation.params):
            yield from summed_axes(inner)


def assert_same(found, expected):
    for one, other in zip(jax.tree.leaves(found), jax.tree.leaves(expected), strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5 * np.abs(other).max())


@pytest.mark.parametrize("case", KERNELS.values(), ids=KERNELS.keys())
def test_gradients_of_kernels_are_the_same_and_sum_over_one_axis(case):
    equation, x, kernel = case
    function, args = with_gradients(equation), (drawn(*x), drawn(*kernel))
    assert max(summed_axes(jax.make_jaxpr(function)(*args).jaxpr)) > 1
    assert max(summed_axes(jax.make_jaxpr(rewritten(function))(*args).jaxpr)) == 1
    assert_same(jax.jit(rewritten(function))(*args), jax.jit(function)(*args))


@pytest.mark.parametrize(
    "axes",
    [((0, 1), (1, 0)), ((0, 2), (0, 1)), ((1, 2), (1, 2)), ((2, 0), (2, 0))],
    ids=["swapped", "apart", "last", "in another order"],
)
def test_any_axes_give_the_same(axes):
    args = drawn(4, 4, 4), drawn(4, 4, 4)
    function = lambda a, b: lax.dot_general(a, b, (axes, ((), ())))  # noqa: E731
    assert_same(jax.jit(rewritten(function))(*args), jax.jit(function)(*args))


def test_products_of_batches_stay_as_they_are():
    args = drawn(3, 4, 5, 2), drawn(3, 4, 5, 6)
    function = lambda a, b: lax.dot_general(a, b, (((1, 2), (1, 2)), ((0,), (0,))))  # noqa: E731
    assert str(jax.make_jaxpr(rewritten(function))(*args)) == str(jax.make_jaxpr(function)(*args))


def test_what_a_product_is_summed_in_stays():
    args = (jnp.full((64, 64), 1.01, "bfloat16"),) * 2
    axes = (((0, 1), (0, 1)), ((), ()))
    function = lambda a, b: lax.dot_general(a, b, axes, preferred_element_type="float32")  # noqa: E731
    found, expected = jax.jit(rewritten(function))(*args), jax.jit(function)(*args)
    assert found.dtype == jnp.float32
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_product_without_rows_is_zero():
    args = drawn(0, 5, 4), drawn(0, 5, 3)
    function = lambda a, b: lax.dot_general(a, b, (((0, 1), (0, 1)), ((), ())))  # noqa: E731
    np.testing.assert_array_equal(jax.jit(rewritten(function))(*args), np.zeros((4, 3)))
