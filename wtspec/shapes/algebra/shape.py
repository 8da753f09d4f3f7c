"""Shapes: the sizes of a tensor's axes, as far as they are known."""

from __future__ import annotations

from msgspec import Struct

from wtspec.shapes.algebra.polynomial import Polynomial


class Rest(Struct, frozen=True):
    """The dims that an input's `...` stands for, however many they are."""

    source: str


Entry = Polynomial | Rest | None
Shape = tuple[Entry, ...]
"""Sizes, None for one that is not known; at most one `Rest` among them."""


def has_rest(shape: Shape) -> bool:
    """Whether a shape's rank is open."""
    return Rest in map(type, shape)


def rank_differs(shape: Shape, axes: int, *, opened: bool) -> bool:
    """Whether a shape certainly has another rank than is wanted.

    Args:
        axes: How many are wanted.
        opened: Whether there may be more.
    """
    known = len(shape) - has_rest(shape)
    return (known < axes and not has_rest(shape)) or (known > axes and not opened)
