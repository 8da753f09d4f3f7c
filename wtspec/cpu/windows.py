"""What a convolution's windows see. Images have their spatial axes between two others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import jax.numpy as jnp
from jax import Array, lax

from wtspec.cpu.geometry import Geometry, Sizes


def padded(geometry: Geometry, images: Array) -> Array:
    """Images, dilated and padded once for all windows."""
    steps = zip(geometry.padding, geometry.lhs_dilation, strict=True)
    amounts = [(0, 0, 0), *((low, high, step - 1) for (low, high), step in steps), (0, 0, 0)]
    if not any(map(any, amounts)):
        return images
    padded = lax.pad(images, jnp.zeros((), images.dtype), amounts)
    return lax.optimization_barrier(padded)


def at_cells(geometry: Geometry, images: Array) -> Iterator[Array]:
    """For each cell of a window, what it sees from all positions."""
    for cell in product(*map(range, geometry.kernel)):
        yield _window(images, cell, geometry.rhs_dilation, geometry.positions, geometry.strides)


def at_positions(geometry: Geometry, images: Array) -> Iterator[Array]:
    """For each position, the window there."""
    for position in product(*map(range, geometry.positions)):
        yield _window(images, position, geometry.strides, geometry.kernel, geometry.rhs_dilation)


def meetings(geometry: Geometry, sizes: Sizes) -> Iterator[tuple[list[slice], list[slice]]]:
    """For each position, the cells of the undilated images that meet some of the kernel, and it."""
    axes = list(zip(sizes, geometry.kernel, geometry.lhs_dilation, strict=True))
    for position in product(*map(range, geometry.positions)):
        pairs = [
            _meeting(index * stride - low, *axis)
            for index, stride, (low, _), axis in zip(
                position, geometry.strides, geometry.padding, axes, strict=True
            )
        ]
        yield [cells for cells, _ in pairs], [weights for _, weights in pairs]


def _meeting(start: int, size: int, window: int, dilation: int) -> tuple[slice, slice]:
    """Along one axis: cell `i` meets the weight at `dilation * i - start`, if there is one."""
    first = max(0, -(-start // dilation))
    last = max(first, min(size, (start + window - 1) // dilation + 1))
    weight = dilation * first - start
    return slice(first, last), slice(weight, weight + (last - first) * dilation, dilation)


def _window(images: Array, at: Sizes, scale: Sizes, sizes: Sizes, steps: Sizes) -> Array:
    """So many cells, steps apart, from the place that `at` counts in units of `scale`."""
    index = (
        slice(first * unit, first * unit + (size - 1) * step + 1, step)
        for first, unit, size, step in zip(at, scale, sizes, steps, strict=True)
    )
    return images[:, *index]
