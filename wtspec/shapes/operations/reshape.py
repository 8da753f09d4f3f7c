"""Functions that give the same elements another shape."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import inserted, place
from wtspec.shapes.algebra.polynomial import (
    ONE,
    Size,
    constant,
    differ,
    divide,
    floor_divide,
    number,
    product,
    remainder,
)
from wtspec.shapes.algebra.shape import Entry, Rest, Shape, has_rest
from wtspec.shapes.algebra.show import in_order, show_shape, show_size
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Tensor, entries_of, numbers_of
from wtspec.shapes.given import Given, Rule
from wtspec.shapes.misfit import End, MisfitError

REMAINING = constant(-1)


def reshaped(shape: Shape | None, target: Shape | None) -> Shape | None:
    """A shape where one size at most is left open as -1.

    Raises:
        MisfitError: `shape-mismatch`.
    """
    if target is None:
        return None
    if target.count(REMAINING) > 1:
        raise MisfitError("shape-mismatch", "only one size of a new shape can be left open as -1")
    others = [entry for entry in target if entry != REMAINING]
    whole, part = _left_over(list(shape), others) if shape is not None else (None, None)
    if REMAINING not in target:
        if differ(whole, part):
            raise _miscounted(whole, part, target)
        return target
    even = divide(whole, part)
    if even is None and (number(remainder(whole, part)) or 0) > 0:
        raise _miscounted(whole, part, target)
    size = even if even is not None else floor_divide(whole, part)
    return tuple(size if entry == REMAINING else entry for entry in target)


def _left_over(above: list[Entry], below: list[Entry]) -> tuple[Size, Size]:
    """The elements of two shapes, without the sizes that both have."""
    for entry in list(below):
        if entry is not None and entry in above:
            above.remove(entry)
            below.remove(entry)
    if any(isinstance(entry, Rest) for entry in (*above, *below)):
        return None, None
    return _elements(above), _elements(below)


def _elements(entries: list[Entry]) -> Size:
    return product(tuple(entry for entry in entries if not isinstance(entry, Rest)))


def _miscounted(whole: Size, part: Size, target: Shape) -> MisfitError:
    verb = "don't divide by" if REMAINING in target else "don't make"
    counts = f"{show_size(whole)} elements {verb} {show_size(part)}"
    message = f"{{all}} can't take the shape {show_shape(target)}: {counts}"
    return MisfitError("shape-mismatch", message)


def _reshape(given: Given) -> Abstract:
    return Tensor(reshaped(given.shape("x"), entries_of(given["newshape"])))


def _ravel(given: Given) -> Abstract:
    return Tensor(reshaped(given.shape("x"), (REMAINING,)))


def _expand(given: Given) -> Abstract:
    shape, axes = given.shape("x"), numbers_of(given["axis"])
    if shape is None or axes is None or len(axes) != 1:
        return UNKNOWN
    (axis,) = axes
    index = inserted(shape, axis)
    if index is None:
        return UNKNOWN
    passed = shape[:index] if axis >= 0 else shape[index:]
    return UNKNOWN if has_rest(passed) else Tensor((*shape[:index], ONE, *shape[index:]))


def _squeeze(given: Given) -> Abstract:
    shape, axes = given.shape("x"), numbers_of(given["axis"])
    if shape is None or axes is None:
        return UNKNOWN
    places = [place(shape, axis) for axis in axes]
    for index in places:
        if index is not None and differ(shape[index], ONE):
            size = End("x", index, shape[index])
            message = f"an axis to squeeze has size 1, but {in_order(index)} of {{x}} is {{size}}"
            raise MisfitError("shape-mismatch", message, size=size)
    if None in places:
        return UNKNOWN
    return Tensor(tuple(entry for index, entry in enumerate(shape) if index not in places))


def _broadcast_to(given: Given) -> Abstract:
    target = entries_of(given["shape"])
    check_fills(given.shape("x"), target)
    return Tensor(target)


def check_fills(shape: Shape | None, target: Shape | None) -> None:
    """Refuses to broadcast a shape to another that it can't fill.

    Raises:
        MisfitError: `shape-mismatch`.
    """
    if shape is None or target is None:
        return
    wrong = len(shape) > len(target) and not has_rest(shape) and not has_rest(target)
    for one, other in zip(reversed(shape), reversed(target), strict=False):
        if isinstance(one, Rest) or isinstance(other, Rest):
            break
        wrong |= differ(one, other) and differ(one, ONE)
    if wrong:
        message = f"{{all}} can't be broadcast to the shape {show_shape(target)}"
        raise MisfitError("shape-mismatch", message)


RESHAPE: Mapping[str, Rule] = {
    "reshape": _reshape,
    "ravel": _ravel,
    "expand_dims": _expand,
    "squeeze": _squeeze,
    "broadcast_to": _broadcast_to,
}
