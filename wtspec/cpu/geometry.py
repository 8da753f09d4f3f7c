"""A convolution's sizes, read from its equation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
from jax.extend.core import JaxprEqn, Literal, Var

Sizes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """What a convolution does to its arrays: `lhs`, over which `rhs`, the kernel, slides.

    Attributes:
        lhs_spec: Axes of batch and channels, then the spatial axes.
        rhs_spec: Axes of output and input channels, then the spatial axes.
        out_spec: As `lhs_spec`, of the output.
        kernel: Spatial sizes of the kernel.
        positions: Spatial sizes of the output.
        strides: Between positions.
        padding: Before and after each spatial axis of `lhs`; negative where it is cut.
        lhs_dilation: 1 more than the zeros between neighbors in `lhs`.
        rhs_dilation: Between the cells of a window.
        groups: Of channels, each a convolution by itself.
        batch_groups: Of rows, each a convolution by itself, with output channels of its own.
        rows: In a group.
        inputs: Channels in a group.
        outputs: Channels of the output in a group.
        precision: As JAX takes it.
        dtype: Of the output.
    """

    lhs_spec: Sizes
    rhs_spec: Sizes
    out_spec: Sizes
    kernel: Sizes
    positions: Sizes
    strides: Sizes
    padding: tuple[tuple[int, int], ...]
    lhs_dilation: Sizes
    rhs_dilation: Sizes
    groups: int
    batch_groups: int
    rows: int
    inputs: int
    outputs: int
    precision: Any
    dtype: Any

    @property
    def is_canonical(self) -> bool:
        """Whether the axes are in the order that XLA's fast convolutions on the CPU ask for."""
        channels = len(self.kernel) + 1
        last = (0, channels, *range(1, channels))
        kernel = (channels, channels - 1, *range(channels - 1))
        return (self.lhs_spec, self.rhs_spec, self.out_spec) == (last, kernel, last)


def read_geometry(equation: JaxprEqn) -> Geometry:
    """The geometry of an equation of `conv_general_dilated`."""
    params = equation.params
    lhs_spec, rhs_spec, out_spec = (tuple(spec) for spec in params["dimension_numbers"])
    (lhs, rhs), out = map(abstract, equation.invars), abstract(equation.outvars[0])
    groups, batch_groups = params["feature_group_count"], params["batch_group_count"]
    return Geometry(
        lhs_spec=lhs_spec,
        rhs_spec=rhs_spec,
        out_spec=out_spec,
        kernel=tuple(rhs.shape[axis] for axis in rhs_spec[2:]),
        positions=tuple(out.shape[axis] for axis in out_spec[2:]),
        strides=params["window_strides"],
        padding=params["padding"],
        lhs_dilation=params["lhs_dilation"],
        rhs_dilation=params["rhs_dilation"],
        groups=groups,
        batch_groups=batch_groups,
        rows=lhs.shape[lhs_spec[0]] // batch_groups,
        inputs=rhs.shape[rhs_spec[1]],
        outputs=rhs.shape[rhs_spec[0]] // (groups * batch_groups),
        precision=params["precision"],
        dtype=out.dtype,
    )


def abstract(value: Var | Literal) -> jax.ShapeDtypeStruct:
    """The shape and the dtype of what an equation takes or gives."""
    array: Any = value.aval  # as JAX declares it, it might be no array
    return jax.ShapeDtypeStruct(array.shape, array.dtype)
