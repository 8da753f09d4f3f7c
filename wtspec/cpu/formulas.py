"""Formulas of a convolution, equal to XLA's own but for the order of summing.

Lengths below: B rows, C channels, S cells of an image, K cells of a window, P positions of the
output, O channels of it, G groups.

Barriers keep XLA from computing anew, for each window, what an input was made by.
"""

from __future__ import annotations

from collections.abc import Sequence

import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from wtspec.cpu.geometry import Geometry, Sizes
from wtspec.cpu.windows import at_cells, at_positions, meetings, padded


def canonical(geometry: Geometry, lhs: Array, rhs: Array) -> Array:
    """XLA's convolution, its axes in the order for which XLA has fast code on the CPU."""
    rows, channels, *spatial = geometry.lhs_spec
    outputs, inputs, *kernel = geometry.rhs_spec
    output = lax.conv_general_dilated(
        lhs.transpose(rows, *spatial, channels),
        rhs.transpose(*kernel, inputs, outputs),
        geometry.strides,
        geometry.padding,
        geometry.lhs_dilation,
        geometry.rhs_dilation,
        _channels_last(len(spatial)),
        feature_group_count=geometry.groups,
        precision=geometry.precision,
        preferred_element_type=geometry.dtype,
    )
    return _in_place(output, _output_axes(geometry))


def shifted(geometry: Geometry, lhs: Array, rhs: Array) -> Array:
    """For each cell of a window, the shifted images times that cell's weights, summed.

    No matrix product: for output channels that see one input channel, or hardly more.
    """
    rows, channels, *spatial = geometry.lhs_spec
    outputs, inputs, *kernel = geometry.rhs_spec
    lhs, rhs = lax.optimization_barrier((lhs, rhs))
    images = padded(geometry, _wide(lhs.transpose(rows, *spatial, channels)))  # (B, *S, G C)
    weights = _wide(rhs.transpose(*kernel, inputs, outputs))  # (*K, C, G O)
    weights = weights.reshape(-1, geometry.inputs, geometry.groups, geometry.outputs)
    total = jnp.zeros((), images.dtype)
    for cell, image in zip(weights, at_cells(geometry, images), strict=True):
        grouped = image.reshape(*image.shape[:-1], geometry.groups, geometry.inputs)
        for channel, weight in enumerate(cell):
            total += grouped[..., channel, None] * weight  # (B, *P, G, O)
    total = total.reshape(*total.shape[:-2], -1).astype(geometry.dtype)
    return _in_place(total, _output_axes(geometry))


def product_of_windows(geometry: Geometry, lhs: Array, rhs: Array) -> Array:
    """One matrix product of all windows with the kernel."""
    images, kernel = _contracted_first(geometry, lhs, rhs)
    windows = jnp.concatenate(list(at_positions(geometry, images)), -1)  # (C, *K, P B)
    product = _contract(windows, kernel)
    product = product.reshape(*geometry.positions, geometry.rows, geometry.outputs)
    return _in_place(product.astype(geometry.dtype), _positions_first(geometry))


def product_of_positions(geometry: Geometry, lhs: Array, rhs: Array) -> Array:
    """For each position, the product of what of the images and of the kernel meets there.

    So nothing is multiplied with the zeros in between, where images are dilated.
    """
    rows, channels, *spatial = geometry.lhs_spec
    outputs, inputs, *window = geometry.rhs_spec
    lhs, rhs = lax.optimization_barrier((lhs, rhs))
    images = lhs.transpose(channels, *spatial, rows)  # (C, *S, B)
    kernel = rhs.transpose(inputs, *window, outputs)  # (C, *K, O)
    products = [
        _contract(images[:, *cells], kernel[:, *weights])
        for cells, weights in meetings(geometry, images.shape[1:-1])
    ]
    stacked = jnp.stack(products).astype(geometry.dtype)  # (P, B, O)
    stacked = stacked.reshape(*geometry.positions, *stacked.shape[1:])
    return _in_place(stacked, _positions_first(geometry))


def product_of_groups(geometry: Geometry, lhs: Array, rhs: Array) -> Array:
    """For each position, the product of each group of rows with its own part of the kernel."""
    images, kernel = _contracted_first(geometry, lhs, rhs)
    kernel = kernel.reshape(*kernel.shape[:-1], geometry.batch_groups, geometry.outputs)
    products = [
        _contract_groups(window.reshape(*window.shape[:-1], geometry.batch_groups, -1), kernel)
        for window in at_positions(geometry, images)
    ]
    stacked = jnp.stack(products).astype(geometry.dtype)  # (P, B, G, O)
    stacked = stacked.reshape(*geometry.positions, geometry.rows, -1)
    return _in_place(stacked, _positions_first(geometry))


def _contract(windows: Array, kernel: Array) -> Array:
    """(X, B) and (X, O) to (B, O), X any number of axes."""
    axes = tuple(range(windows.ndim - 1))
    return lax.dot_general(
        windows, kernel, ((axes, axes), ((), ())), preferred_element_type=_wide_type(windows)
    )


def _contract_groups(window: Array, kernel: Array) -> Array:
    """(X, G, B) and (X, G, O) to (B, G, O)."""
    *contracted, group, _ = range(window.ndim)
    if window.shape[-1] == 1:
        return (_wide(window) * _wide(kernel)).sum(contracted)[None]
    product = lax.dot_general(
        window,
        kernel,
        ((contracted, contracted), ((group,), (group,))),
        preferred_element_type=_wide_type(window),
    )
    return product.swapaxes(0, 1)


def _contracted_first(geometry: Geometry, lhs: Array, rhs: Array) -> tuple[Array, Array]:
    """Padded images (C, *S, B), and the kernel (C, *K, O): so a kernel's gradient comes."""
    rows, channels, *spatial = geometry.lhs_spec
    outputs, inputs, *kernel = geometry.rhs_spec
    lhs, rhs = lax.optimization_barrier((lhs, rhs))
    images = padded(geometry, lhs.transpose(channels, *spatial, rows))
    return images, rhs.transpose(inputs, *kernel, outputs)


def _wide(array: Array) -> Array:
    return array.astype(_wide_type(array))


def _wide_type(array: Array) -> jnp.dtype:
    """What sums are kept in: float32 at least, as XLA does."""
    return jnp.promote_types(array.dtype, jnp.float32)


def _in_place(array: Array, axes: Sequence[int]) -> Array:
    """The array, each of its axes put where `axes` says."""
    return array.transpose(*np.argsort(axes))


def _output_axes(geometry: Geometry) -> Sizes:
    rows, channels, *spatial = geometry.out_spec
    return (rows, *spatial, channels)


def _positions_first(geometry: Geometry) -> Sizes:
    rows, channels, *spatial = geometry.out_spec
    return (*spatial, rows, channels)


def _channels_last(spatial: int) -> lax.ConvDimensionNumbers:
    last = spatial + 1
    images = (0, last, *range(1, last))
    return lax.ConvDimensionNumbers(images, (last, spatial, *range(spatial)), images)
