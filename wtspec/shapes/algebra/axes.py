"""Where an axis stands in a shape."""

from __future__ import annotations

from wtspec.shapes.algebra.shape import Entry, Shape, has_rest
from wtspec.shapes.algebra.show import count_axes
from wtspec.shapes.misfit import MisfitError


def place(shape: Shape, axis: int) -> int | None:
    """Where an axis stands among a shape's entries; None where that is open.

    Raises:
        MisfitError: `axis-out-of-range`.
    """
    index = axis if axis >= 0 else len(shape) + axis
    if not 0 <= index < len(shape):
        if has_rest(shape):
            return None
        raise MisfitError(
            "axis-out-of-range", _no_axis(axis, len(shape)), expected=_axes(len(shape))
        )
    between = shape[: index + 1] if axis >= 0 else shape[index:]
    return None if has_rest(between) else index


def replaced(shape: Shape, index: int, *entries: Entry) -> Shape:
    """A shape with others in the place of one of its entries."""
    return (*shape[:index], *entries, *shape[index + 1 :])


def inserted(shape: Shape, axis: int) -> int | None:
    """Where a new axis is to stand; None where that may be out of range.

    Raises:
        MisfitError: `axis-out-of-range`.
    """
    index = axis if axis >= 0 else len(shape) + 1 + axis
    if 0 <= index <= len(shape):
        return index
    if has_rest(shape):
        return None
    expected = _axes(len(shape) + 1)
    message = f"there is no place for a new axis {axis} in {{all}}"
    raise MisfitError("axis-out-of-range", message, expected=expected)


def _no_axis(axis: int, rank: int) -> str:
    has = f"it has {count_axes(rank)}" if rank else "it is a scalar"
    return f"{{all}} has no axis {axis}: {has}"


def _axes(rank: int) -> str | None:
    return f"from {-rank} to {rank - 1}" if rank else None
