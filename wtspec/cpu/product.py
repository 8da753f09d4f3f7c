"""By which formula a product is computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import jax
from jax import Array
from jax.extend.core import JaxprEqn

Axes = Sequence[int]


def rewrite_product(equation: JaxprEqn) -> Callable[[Array, Array], Array] | None:
    """The formula for a product, None where the equation is best left as it is.

    The gradient of a kernel sums over rows and positions. Where XLA sums over several axes, it
    transposes both arrays first, and computes what they come from in that order, with strides; one
    axis it sums over wherever it is. Axes that are neighbors in both arrays are made one.
    """
    (lhs, rhs), batches = equation.params["dimension_numbers"]
    if len(lhs) < 2 or batches != ((), ()) or equation.params["out_sharding"] is not None:
        return None
    if not (_are_neighbors(lhs) and _are_neighbors(rhs)):
        return None
    product = partial(
        jax.lax.dot_general,
        dimension_numbers=(((lhs[0],), (rhs[0],)), ((), ())),
        precision=equation.params["precision"],
        preferred_element_type=equation.params["preferred_element_type"],
    )
    return lambda a, b: product(_merge(a, lhs), _merge(b, rhs))


def _merge(array: Array, axes: Axes) -> Array:
    """The array with neighboring axes as one."""
    first, end, shape = axes[0], axes[-1] + 1, array.shape
    return array.reshape(*shape[:first], math.prod(shape[first:end]), *shape[end:])


def _are_neighbors(axes: Axes) -> bool:
    return tuple(axes) == tuple(range(axes[0], axes[0] + len(axes)))
