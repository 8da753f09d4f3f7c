"""The gradient of max pooling. XLA's own goes through one index for each cell of the image."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product

import jax.numpy as jnp
from jax import Array, lax
from jax.extend.core import JaxprEqn
from jax.extend.core.primitives import ge_p

from wtspec.cpu.geometry import abstract

Sizes = Sequence[int]

_MOST_CELLS = 64  # each is written out in the program


def rewrite_max_pooling_gradient(equation: JaxprEqn) -> Callable[[Array, Array], Array] | None:
    """A formula for the gradient, None where the equation is best left as it is."""
    params = equation.params
    if (
        params["select_prim"] is not ge_p
        or math.prod(params["window_dimensions"]) > _MOST_CELLS
        or not jnp.issubdtype(abstract(equation.outvars[0]).dtype, jnp.floating)
    ):
        return None
    sizes, strides = params["window_dimensions"], params["window_strides"]
    return partial(spread, sizes, strides, params["padding"])


def spread(
    sizes: Sizes, strides: Sizes, padding: Sequence[tuple[int, int]], gradient: Array, image: Array
) -> Array:
    """Gives each window's gradient to the first of its largest cells.

    Args:
        sizes: Of a window, one for each axis of `image`; so are `strides` and `padding`.
        gradient: One number for each window.
        image: What was pooled.
    """
    gradient, image = lax.optimization_barrier((gradient, image))  # each is read for each cell
    padded = lax.pad(image, jnp.array(-jnp.inf, image.dtype), [(*pad, 0) for pad in padding])
    starts = list(product(*map(range, sizes)))
    winner = _first_largest(_cells(padded, starts, gradient.shape, strides))
    zero = jnp.zeros((), gradient.dtype)
    total = zero
    for cell, start in enumerate(starts):
        own = jnp.where(winner == cell, gradient, zero)
        total += lax.pad(own, zero, _around(start, own.shape, strides, padded.shape))
    return lax.pad(total, zero, [(-low, -high, 0) for low, high in padding])


def _cells(image: Array, starts: Sequence[Sizes], counts: Sizes, strides: Sizes) -> Iterator[Array]:
    """For each cell of a window, its value in all windows."""
    for start in starts:
        stops = [
            first + (count - 1) * step + 1
            for first, count, step in zip(start, counts, strides, strict=True)
        ]
        yield lax.slice(image, start, stops, strides)


def _first_largest(cells: Iterator[Array]) -> Array:
    """Which of the cells is the first of the largest ones, as XLA compares them."""
    largest = next(cells)
    winner = jnp.zeros(largest.shape, jnp.int32)
    for cell, value in enumerate(cells, 1):
        stays = largest >= value
        winner = jnp.where(stays, winner, cell)
        largest = jnp.where(stays, largest, value)
    return winner


def _around(
    start: Sizes, counts: Sizes, strides: Sizes, shape: Sizes
) -> list[tuple[int, int, int]]:
    """The padding that puts one cell of each window where it stands in the image."""
    return [
        (first, size - first - (count - 1) * step - 1, step - 1)
        for first, count, step, size in zip(start, counts, strides, shape, strict=True)
    ]
