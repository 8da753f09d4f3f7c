"""Which formula a convolution is computed by."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import jax.numpy as jnp
from jax import Array
from jax.extend.core import JaxprEqn

from wtspec.cpu.formulas import (
    canonical,
    product_of_groups,
    product_of_positions,
    product_of_windows,
    shifted,
)
from wtspec.cpu.geometry import Geometry, abstract, read_geometry

Formula = Callable[[Array, Array], Array]

_MOST_WRITTEN_OUT = 64  # terms of a formula, each an equation or two of the program


def rewrite_convolution(equation: JaxprEqn) -> Formula | None:
    """The formula for a convolution, None where the equation is best left as it is.

    Each of the three products of a convolutional layer is a convolution to XLA. The kernel's
    gradient has few positions and a window as large as the image; channels are its rows.
    """
    if not _is_known(equation):
        return None
    geometry = read_geometry(equation)
    positions = math.prod(geometry.positions)
    if _has_few_inputs(geometry):
        return partial(shifted, geometry)
    if geometry.batch_groups > 1:
        return partial(product_of_groups, geometry) if positions <= _MOST_WRITTEN_OUT else None
    if geometry.groups == 1 and _meets_zeros(geometry, positions):
        return partial(product_of_positions, geometry)
    if geometry.groups == 1 and _has_small_windows(geometry, positions):
        return partial(product_of_windows, geometry)
    return None if geometry.is_canonical else partial(canonical, geometry)


def is_fast_in_loops(equation: JaxprEqn) -> bool:
    """Whether XLA's own order of dims is kept, which it looks after outside of loops alone."""
    geometry = read_geometry(equation)
    return geometry.is_canonical and geometry.batch_groups == 1


def _is_known(equation: JaxprEqn) -> bool:
    """Whether the numbers are real, there are some, and no mesh has a say in the output."""
    *given, out = arrays = [abstract(one) for one in (*equation.invars, *equation.outvars)]
    return (
        jnp.issubdtype(out.dtype, jnp.floating)
        and all(one.dtype == given[0].dtype for one in given)
        and all(0 not in one.shape for one in arrays)
        and equation.params["out_sharding"] is None
    )


def _has_few_inputs(geometry: Geometry) -> bool:
    """Whether an output channel sees so few input channels that no matrix product is worth it."""
    few = geometry.inputs == 1 or (geometry.groups > 1 and geometry.inputs * geometry.outputs <= 16)
    written_out = math.prod(geometry.kernel) * geometry.inputs <= _MOST_WRITTEN_OUT
    return few and written_out and geometry.batch_groups == 1


def _meets_zeros(geometry: Geometry, positions: int) -> bool:
    """Whether large windows slide over dilated images, as in the gradient of a kernel with which
    a transposed convolution took strides.
    """
    dilated = max(geometry.lhs_dilation, default=1) > 1 and max(geometry.rhs_dilation) == 1
    large = positions <= min(math.prod(geometry.kernel), _MOST_WRITTEN_OUT)
    return dilated and large and min(geometry.rows, geometry.outputs) > 1


def _has_small_windows(geometry: Geometry, positions: int) -> bool:
    """Whether all windows, written side by side, take no more memory than the kernel does."""
    written_out = positions <= _MOST_WRITTEN_OUT
    return positions == 1 or (written_out and positions * geometry.rows <= geometry.outputs)
