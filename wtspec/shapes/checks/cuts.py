"""Checks that the devices of a mesh's axes divide the weights that lie along them."""

from __future__ import annotations

from wtspec.language import tree as t
from wtspec.program.bound import Spread
from wtspec.program.declared import Weight
from wtspec.shapes.algebra.polynomial import Polynomial, constant, differ, multiply, symbol
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.show import show_size
from wtspec.shapes.algebra.values import Frame
from wtspec.shapes.checks.written import written_entry
from wtspec.shapes.inference import Inference
from wtspec.shapes.misfit import End, MisfitError

_PART = symbol("a part", "axis", 0)
"""What each device has; no name has a space in it."""


def check_cuts(run: Inference, frame: Frame, weight: Weight, shape: Shape) -> None:
    """Tells a weight that the mesh can't cut as its declaration says."""
    if weight.sharding is not None and run.mesh is not None and not has_rest(shape):
        place = t.Value(None, span=weight.sharding_span or weight.span)
        run.guard(frame, place, _check, weight, shape, run.mesh)


def _check(weight: Weight, shape: Shape, mesh: dict[str, int]) -> None:
    axes = weight.sharding or ()
    if len(axes) != len(shape):
        raise MisfitError(
            "sharding-rank",
            f"the `sharding` of weight `{weight.name}` is for another number of dims",
            expected=f"a mesh axis or null for each of {len(shape)}",
            received=f"{len(axes)}",
        )
    for index, (axis, size) in enumerate(zip(axes, shape, strict=True)):
        count = mesh.get(axis or "", 1)
        if isinstance(size, Polynomial) and differ(size, multiply(constant(count), _PART)):
            raise MisfitError(
                "indivisible-size",
                f"the {count} devices of `{axis}` can't share dim {index} of `{weight.name}` "
                "evenly: {size}",
                expected=f"a multiple of {count}",
                received=f"`{show_size(size)}`",
                help="change the size, cut another dim, or write `null` for this one",
                size=End("", index, size, _name(weight, index)),
            )


def _name(weight: Weight, index: int) -> str | None:
    """How the file writes a size, where it writes it by itself."""
    if any(isinstance(entry, Spread) for entry in weight.shape):
        return None
    return written_entry(weight.shape[index])
