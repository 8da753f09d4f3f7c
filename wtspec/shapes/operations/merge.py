"""Functions that join tensors, and those that take one apart."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from wtspec.shapes.algebra.axes import inserted, place, replaced
from wtspec.shapes.algebra.broadcast import join
from wtspec.shapes.algebra.polynomial import (
    Size,
    add,
    at_least_zero,
    constant,
    differ,
    divide,
    floor_divide,
    multiply,
    number,
    remainder,
    subtract,
)
from wtspec.shapes.algebra.shape import Rest, Shape, has_rest
from wtspec.shapes.algebra.show import in_order, show_size
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Copies,
    Several,
    Tensor,
    shape_of,
    size_of,
)
from wtspec.shapes.given import Given, Rule
from wtspec.shapes.misfit import End, MisfitError


def concatenated(several: Abstract, axis: int | None) -> Shape | None:
    """The shape of tensors joined along an axis that they have.

    Raises:
        MisfitError: `shape-mismatch`, `rank-mismatch`, `axis-out-of-range`.
    """
    if axis is None:
        return None
    if isinstance(several, Copies):
        return _repeated(shape_of(several.item), axis, several.count)
    if not isinstance(several, Several) or not several.items:
        return None
    shapes = [None if isinstance(item, Rest) else shape_of(item) for item in several.items]
    check_alike(shapes, axis)
    first = shapes[0]
    index = place(first, axis) if first is not None else None
    if first is None or index is None:
        return None
    total: Size = constant(0)
    joined: Abstract = Tensor(replaced(first, index, None))
    for shape in shapes:
        if shape is None or len(shape) != len(first) or place(shape, axis) != index:
            return None
        total = add(total, size_of(shape[index]))
        joined = join(joined, Tensor(replaced(shape, index, None)))
    shape = shape_of(joined)
    return replaced(shape, index, total) if shape else None


def check_alike(shapes: list[Shape | None], axis: int | None) -> None:
    """Refuses to join tensors that differ elsewhere than on the axis along which they are joined.

    Args:
        axis: None where they may not differ at all.
    """
    known = [shape for shape in shapes if shape is not None and not has_rest(shape)]
    for shape in known[1:]:
        if len(shape) != len(known[0]):
            raise MisfitError("rank-mismatch", "{all} have not the same number of axes")
    for index in range(len(known[0]) if known else 0):
        if axis is not None and index == place(known[0], axis):
            continue
        sizes = [shape[index] for shape in known]
        other = next((size for size in sizes if differ(size, sizes[0])), None)
        if other is not None:
            meeting = f"{show_size(sizes[0])} meets {show_size(other)} on {in_order(index)}"
            raise MisfitError("shape-mismatch", f"{{all}} can't be joined: {meeting}")


def _repeated(shape: Shape | None, axis: int, count: Size) -> Shape | None:
    index = place(shape, axis) if shape is not None else None
    if shape is None or index is None:
        return None
    return replaced(shape, index, multiply(size_of(shape[index]), count))


def _concatenate(given: Given) -> Abstract:
    return Tensor(concatenated(given["xs"], given.whole("axis")))


def _stack(given: Given) -> Abstract:
    axis, several = given.whole("axis"), given["x"]
    if isinstance(several, Copies):
        one, count = Tensor(shape_of(several.item)), several.count
    elif isinstance(several, Several) and several.items:
        one, count = _common(several), constant(len(several.items))
    else:
        return UNKNOWN
    shape = one.shape if isinstance(one, Tensor) else None
    index = inserted(shape, axis) if shape is not None and axis is not None else None
    if shape is None or axis is None or index is None:
        return UNKNOWN
    passed = shape[:index] if axis >= 0 else shape[index:]
    if has_rest(passed):
        return UNKNOWN
    return Tensor((*shape[:index], count, *shape[index:]))


def _common(several: Several) -> Abstract:
    shapes = [None if isinstance(item, Rest) else shape_of(item) for item in several.items]
    check_alike(shapes, None)
    joined: Abstract = Tensor(shapes[0])
    for shape in shapes[1:]:
        joined = join(joined, Tensor(shape))
    return joined


def _split(given: Given) -> Abstract:
    along = given.along()
    if along is None:
        return None
    shape, index = along
    size, parts = size_of(shape[index]), given["indices_or_sections"]
    count = number(parts)
    if count is not None and count > 0:
        _check_even(index, size, count)
    if count is not None and 0 < count <= 64:
        part = divide(size, constant(count)) or floor_divide(size, constant(count))
        return Several((Tensor(replaced(shape, index, part)),) * count)
    if isinstance(parts, Several):
        sizes = _between(size, [size_of(item) for item in parts.items])
        return Several(tuple(Tensor(replaced(shape, index, one)) for one in sizes))
    part = divide(size, size_of(parts))
    return Copies(Tensor(replaced(shape, index, part)), size_of(parts))


def _check_even(index: int, size: Size, count: int) -> None:
    if (number(remainder(size, constant(count))) or 0) > 0:
        message = (
            f"{in_order(index)} of {{x}} is {{size}}, which can't be split into {count} equal parts"
        )
        raise MisfitError("shape-mismatch", message, size=End("x", index, size))


def _between(size: Size, cuts: list[Size]) -> list[Size]:
    """The sizes of the parts between cuts, which may lie beyond the end."""
    edges = [constant(0), *cuts, size]
    sizes = [subtract(after, before) for before, after in pairwise(edges)]
    return sizes if all(at_least_zero(one) for one in sizes) else [None] * len(sizes)


def _unstack(given: Given) -> Abstract:
    along = given.along()
    if along is None:
        return None
    shape, index = along
    rest = Tensor(replaced(shape, index))
    size = size_of(shape[index])
    count = number(size)
    return Several((rest,) * count) if count is not None and count <= 64 else Copies(rest, size)


MERGE: Mapping[str, Rule] = {
    "concatenate": _concatenate,
    "stack": _stack,
    "split": _split,
    "unstack": _unstack,
}
