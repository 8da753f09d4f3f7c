"""Functions that give the same elements another shape."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.given import Given, Rule
from wtspec.program.shapes.polynomial import ONE, Size, constant, divide, floor_divide, product
from wtspec.program.shapes.values import (
    UNKNOWN,
    Abstract,
    Entry,
    Rest,
    Shape,
    Tensor,
    entries_of,
    has_rest,
    numbers_of,
    place,
)

REMAINING = constant(-1)


def reshaped(shape: Shape | None, target: Shape | None) -> Shape | None:
    """A shape where one size at most is left open as -1."""
    if target is None or REMAINING not in target:
        return target
    if target.count(REMAINING) > 1:
        return None
    others = [entry for entry in target if entry != REMAINING]
    size = _quotient(list(shape), others) if shape is not None else None
    return tuple(size if entry == REMAINING else entry for entry in target)


def _quotient(above: list[Entry], below: list[Entry]) -> Size:
    """How many elements there are for each of those below; this comes out even."""
    for entry in list(below):
        if entry is not None and entry in above:
            above.remove(entry)
            below.remove(entry)
    if any(isinstance(entry, Rest) for entry in (*above, *below)):
        return None
    whole = product(tuple(entry for entry in above if not isinstance(entry, Rest)))
    part = product(tuple(entry for entry in below if not isinstance(entry, Rest)))
    even = divide(whole, part)
    return even if even is not None else floor_divide(whole, part)


def _reshape(given: Given) -> Abstract:
    return Tensor(reshaped(given.shape("x"), entries_of(given["newshape"])))


def _ravel(given: Given) -> Abstract:
    return Tensor(reshaped(given.shape("x"), (REMAINING,)))


def _expand(given: Given) -> Abstract:
    shape, axes = given.shape("x"), numbers_of(given["axis"])
    if shape is None or axes is None or len(axes) != 1:
        return UNKNOWN
    (axis,) = axes
    index = axis if axis >= 0 else len(shape) + 1 + axis
    if not 0 <= index <= len(shape):
        return UNKNOWN
    passed = shape[:index] if axis >= 0 else shape[index:]
    return UNKNOWN if has_rest(passed) else Tensor((*shape[:index], ONE, *shape[index:]))


def _squeeze(given: Given) -> Abstract:
    shape, axes = given.shape("x"), numbers_of(given["axis"])
    if shape is None or axes is None:
        return UNKNOWN
    places = [place(shape, axis) for axis in axes]
    if None in places:
        return UNKNOWN
    return Tensor(tuple(entry for index, entry in enumerate(shape) if index not in places))


def _broadcast_to(given: Given) -> Abstract:
    return Tensor(entries_of(given["shape"]))


RESHAPE: Mapping[str, Rule] = {
    "reshape": _reshape,
    "ravel": _ravel,
    "expand_dims": _expand,
    "squeeze": _squeeze,
    "broadcast_to": _broadcast_to,
}
