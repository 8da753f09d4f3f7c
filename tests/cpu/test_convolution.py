from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax
from jax.extend.core.primitives import conv_general_dilated_p

from tests.cpu.rewritten import rewritten
from tests.long import mostly_long
from wtspec.cpu.convolution import rewrite_convolution

LETTERS = {1: "W", 2: "HW", 3: "DHW"}


class Case(NamedTuple):
    """A convolution, and the formulas of its output, its images' and its kernel's gradient."""

    images: tuple[int, ...]
    kernel: tuple[int, ...]
    formulas: tuple[str | None, str | None, str | None]
    strides: int = 1
    padding: str = "SAME"
    dilation: int = 1
    groups: int = 1
    transposed: bool = False
    dtype: str = "float32"
    channels_first: bool = False


PLAIN = (None, "canonical", "canonical")
SINGLE = ("shifted", "canonical", "product_of_windows")
DEPTHWISE = ("shifted", "shifted", "product_of_groups")
CASES = {
    "plain": Case((4, 9, 8, 6), (3, 3, 6, 5), PLAIN),
    "valid": Case((4, 9, 8, 6), (3, 3, 6, 5), PLAIN, padding="VALID"),
    "even window": Case((4, 9, 8, 6), (2, 4, 6, 5), PLAIN),
    "strides": Case((4, 9, 8, 6), (3, 3, 6, 5), PLAIN, strides=2),
    "strides that leave cells out": Case((4, 9, 9, 6), (2, 2, 6, 5), PLAIN, 3, "VALID"),
    "dilation": Case((4, 9, 8, 6), (3, 3, 6, 5), PLAIN, dilation=2),
    "channels first": Case((4, 9, 8, 6), (3, 3, 6, 5), ("canonical",) * 3, channels_first=True),
    "one pixel": Case((4, 9, 8, 6), (1, 1, 6, 5), (None, "canonical", "product_of_windows")),
    "one pixel, strides": Case(
        (4, 9, 8, 6), (1, 1, 6, 5), (None, "canonical", "product_of_windows"), strides=2
    ),
    "whole image": Case(
        (4, 5, 4, 6), (5, 4, 6, 7), ("product_of_windows", "canonical", "canonical"), 1, "VALID"
    ),
    "one channel": Case((4, 9, 8, 1), (3, 3, 1, 16), SINGLE),
    "one channel, channels first": Case((4, 9, 8, 1), (3, 3, 1, 16), SINGLE, channels_first=True),
    "color": Case((4, 9, 8, 3), (3, 3, 3, 32), (None, "canonical", "product_of_windows")),
    "to one channel": Case((4, 9, 8, 6), (3, 3, 6, 1), (None, "shifted", "canonical")),
    "depthwise": Case((4, 9, 8, 6), (3, 3, 1, 6), DEPTHWISE, groups=6),
    "depthwise, strides": Case((4, 9, 8, 6), (3, 3, 1, 6), DEPTHWISE, strides=2, groups=6),
    "depthwise, multiplied": Case((4, 9, 8, 6), (3, 3, 1, 12), DEPTHWISE, groups=6),
    "depthwise, channels first": Case(
        (4, 9, 8, 6), (3, 3, 1, 12), DEPTHWISE, groups=6, channels_first=True
    ),
    "depthwise, large window": Case(
        (2, 9, 8, 6), (9, 9, 1, 6), (None, "canonical", None), groups=6
    ),
    "small groups": Case((4, 9, 8, 6), (3, 3, 2, 9), DEPTHWISE, groups=3),
    "large groups": Case(
        (4, 9, 8, 12), (3, 3, 6, 8), (None, "canonical", "product_of_groups"), groups=2
    ),
    "series": Case((4, 20, 6), (5, 6, 7), PLAIN),
    "series, depthwise": Case((4, 20, 6), (5, 1, 6), DEPTHWISE, strides=2, groups=6),
    "volume": Case((2, 5, 6, 4, 3), (3, 2, 3, 3, 4), PLAIN, strides=2),
    "transposed": Case(
        (4, 6, 5, 3), (3, 3, 4, 3), (None, "canonical", "product_of_positions"), 2, transposed=True
    ),
    "transposed, valid": Case(
        (4, 6, 5, 3),
        (4, 3, 4, 3),
        (None, "canonical", "product_of_positions"),
        3,
        "VALID",
        transposed=True,
    ),
    "transposed, small window": Case(
        (4, 6, 5, 3),
        (2, 2, 4, 3),
        (None, "canonical", "product_of_positions"),
        3,
        transposed=True,
    ),
    "transposed without strides": Case((4, 6, 5, 3), (3, 3, 4, 3), PLAIN, transposed=True),
    "bfloat16": Case((4, 9, 8, 6), (3, 3, 6, 5), PLAIN, dtype="bfloat16"),
    "bfloat16, one channel": Case((4, 9, 8, 1), (3, 3, 1, 16), SINGLE, dtype="bfloat16"),
    "bfloat16, depthwise": Case((4, 9, 8, 6), (3, 3, 1, 6), DEPTHWISE, groups=6, dtype="bfloat16"),
    "float16, groups": Case(
        (4, 9, 8, 12),
        (3, 3, 6, 8),
        (None, "canonical", "product_of_groups"),
        groups=2,
        dtype="float16",
    ),
}
EPSILON = {"float32": 1e-5, "float16": 5e-3, "bfloat16": 4e-2}


def convolution(case):
    """The function, and arrays for its images and its kernel."""
    letters = LETTERS[len(case.images) - 2]
    axes = f"NC{letters}" if case.channels_first else f"N{letters}C"
    numbers = (axes, f"{letters}IO", axes)
    steps, dilation = [(size,) * len(letters) for size in (case.strides, case.dilation)]

    def convolve(images, kernel):
        if case.transposed:
            return lax.conv_transpose(
                images,
                kernel,
                steps,
                case.padding,
                dilation,
                dimension_numbers=numbers,
                transpose_kernel=True,
            )
        return lax.conv_general_dilated(
            images,
            kernel,
            steps,
            case.padding,
            rhs_dilation=dilation,
            dimension_numbers=numbers,
            feature_group_count=case.groups,
        )

    draw = np.random.default_rng(0).normal
    images = jnp.asarray(draw(size=case.images), case.dtype)
    if case.channels_first:
        images = jnp.moveaxis(images, -1, 1)
    return convolve, images, jnp.asarray(draw(size=case.kernel), case.dtype)


def with_gradients(function):
    """The function's output, and its gradients for some gradient of the output."""

    def all_of_it(*args):
        output, pull = jax.vjp(function, *args)
        wanted = jnp.cos(jnp.arange(output.size, dtype="float32")).reshape(output.shape)
        return output, *pull(wanted.astype(output.dtype))

    return all_of_it


def assert_close(found, expected, epsilon):
    """Equal to round-off, which grows with the largest numbers that were summed."""
    assert found.dtype == expected.dtype
    found, expected = np.asarray(found, "float32"), np.asarray(expected, "float32")
    np.testing.assert_allclose(found, expected, rtol=0, atol=epsilon * np.abs(expected).max())


@pytest.mark.parametrize("case", mostly_long(CASES.values(), every=3), ids=CASES.keys())
def test_numbers_are_those_of_xla(case):
    function, *args = convolution(case)
    function = with_gradients(function)
    found, expected = jax.jit(rewritten(function))(*args), jax.jit(function)(*args)
    for one, other in zip(found, expected, strict=True):
        assert_close(one, other, EPSILON[case.dtype])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_formula_follows_from_the_sizes(case):
    function, *args = convolution(case)
    traced = jax.make_jaxpr(with_gradients(function))(*args)
    equations = [one for one in traced.eqns if one.primitive is conv_general_dilated_p]
    formulas = [rewrite_convolution(one) for one in equations]
    names = [formula and formula.func.__name__ for formula in formulas]
    output, *gradients = names
    kernel, images = gradients  # JAX pulls back to the second argument first
    assert (output, images, kernel) == case.formulas


def test_integers_are_left_alone():
    images, kernel = jnp.ones((2, 5, 5, 1), "int32"), jnp.ones((3, 3, 1, 4), "int32")
    function = lambda *args: lax.conv(*args, (1, 1), "SAME")  # noqa: E731
    args = images.transpose(0, 3, 1, 2), kernel.transpose(3, 2, 0, 1)
    assert str(jax.make_jaxpr(rewritten(function))(*args)) == str(jax.make_jaxpr(function)(*args))


def test_rewritten_convolution_can_be_differentiated():
    function, *args = convolution(CASES["depthwise"])
    found = jax.jit(with_gradients(rewritten(function)))(*args)
    expected = jax.jit(with_gradients(function))(*args)
    for one, other in zip(found, expected, strict=True):
        assert_close(one, other, 1e-5)
