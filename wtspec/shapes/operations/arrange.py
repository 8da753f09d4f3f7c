"""Functions that reorder, repeat or widen axes."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import place, replaced
from wtspec.shapes.algebra.polynomial import add, constant, divide, multiply, number, remainder
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.show import count_axes
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Several, Tensor, numbers_of, size_of
from wtspec.shapes.given import Given, Rule
from wtspec.shapes.misfit import End, MisfitError


def permuted(shape: Shape | None, axes: list[int] | None) -> Shape | None:
    """The axes in another order.

    Raises:
        MisfitError: `rank-mismatch`, `axis-out-of-range`.
    """
    if shape is None or axes is None or has_rest(shape):
        return None
    if len(axes) != len(shape):
        message = f"the order names {count_axes(len(axes))}, but {{all}} has {len(shape)}"
        raise MisfitError("rank-mismatch", message)
    places = [place(shape, axis) for axis in axes]
    if len(set(places)) < len(places):
        raise MisfitError("axis-out-of-range", f"the order names an axis twice: {axes}")
    return tuple(shape[index] for index in places if index is not None)


def _transpose(given: Given) -> Abstract:
    shape = given.shape("x")
    if given.is_none("axes"):
        return UNKNOWN if shape is None else Tensor(shape[::-1])
    return Tensor(permuted(shape, numbers_of(given["axes"])))


def _swap(given: Given) -> Abstract:
    shape, one, other = given.shape("x"), given.whole("axis1"), given.whole("axis2")
    if shape is None or one is None or other is None:
        return UNKNOWN
    first, second = place(shape, one), place(shape, other)
    if first is None or second is None:
        return UNKNOWN
    entries = list(shape)
    entries[first], entries[second] = entries[second], entries[first]
    return Tensor(tuple(entries))


def _move(given: Given) -> Abstract:
    shape = given.shape("x")
    source, target = given.whole("source"), given.whole("destination")
    if shape is None or source is None or target is None:
        return UNKNOWN
    first, second = place(shape, source), place(shape, target)
    if first is None or second is None or has_rest(shape):
        return UNKNOWN
    entries = list(shape)
    entries.insert(second, entries.pop(first))
    return Tensor(tuple(entries))


def _repeat(given: Given) -> Abstract:
    along = given.along()
    if along is None:
        return UNKNOWN
    shape, index = along
    return Tensor(
        replaced(shape, index, multiply(size_of(shape[index]), size_of(given["repeats"])))
    )


def _tile(given: Given) -> Abstract:
    shape, repeats = given.shape("x"), given["repeats"]
    if shape is None or not isinstance(repeats, Several) or len(repeats.items) != len(shape):
        return UNKNOWN
    if has_rest(shape):
        return UNKNOWN
    pairs = zip(shape, repeats.items, strict=True)
    return Tensor(tuple(multiply(size_of(entry), size_of(times)) for entry, times in pairs))


def _pad(given: Given) -> Abstract:
    shape, width = given.shape("x"), given["pad_width"]
    if shape is None or has_rest(shape) or not isinstance(width, Several):
        return UNKNOWN
    pairs = [item.items for item in width.items if isinstance(item, Several)]
    if len(pairs) != len(width.items) or any(len(pair) != 2 for pair in pairs):
        return UNKNOWN
    if len(pairs) == 1:
        pairs = pairs * len(shape)
    if len(pairs) != len(shape):
        message = f"the widths are for {count_axes(len(pairs))}, but {{x}} has {len(shape)}"
        raise MisfitError("rank-mismatch", message)
    return Tensor(
        tuple(
            add(size_of(entry), add(size_of(pair[0]), size_of(pair[1])))
            for entry, pair in zip(shape, pairs, strict=True)
        )
    )


def _glu(given: Given) -> Abstract:
    along = given.along()
    if along is None:
        return UNKNOWN
    shape, index = along
    size = size_of(shape[index])
    if (number(remainder(size, constant(2))) or 0) > 0:
        message = "`glu` halves an axis, but this one is {size}"
        raise MisfitError("shape-mismatch", message, size=End("x", index, size))
    return Tensor(replaced(shape, index, divide(size, constant(2))))


ARRANGE: Mapping[str, Rule] = {
    "transpose": _transpose,
    "swapaxes": _swap,
    "moveaxis": _move,
    "repeat": _repeat,
    "tile": _tile,
    "pad": _pad,
    "glu": _glu,
}
