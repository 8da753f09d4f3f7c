"""Products of tensors."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import place
from wtspec.shapes.algebra.broadcast import broadcast
from wtspec.shapes.algebra.polynomial import differ, number
from wtspec.shapes.algebra.shape import Rest, Shape, has_rest
from wtspec.shapes.algebra.show import count_axes, in_order
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Fact,
    Several,
    Tensor,
    numbers_of,
    shape_of,
)
from wtspec.shapes.given import Given, Rule
from wtspec.shapes.misfit import End, MisfitError
from wtspec.shapes.operations.einsum import einsum


def matmul(left: Shape | None, right: Shape | None) -> Shape | None:
    """The shape of `left @ right`.

    Raises:
        MisfitError: `shape-mismatch`, `rank-mismatch`.
    """
    _check_product(left, right)
    if not left or not right:
        return None
    if len(right) == 1 and not has_rest(right):
        return left[:-1] if _closed(left, 1) else None
    if len(left) == 1 and not has_rest(left):
        return (*right[:-2], *right[-1:]) if _closed(right, 2) else None
    if len(right) == 2 and not has_rest(right):
        return (*left[:-1], *right[-1:]) if _closed(left, 1) else None
    if not _closed(left, 2) or not _closed(right, 2):
        return None
    batch = broadcast(left[:-2], right[:-2])
    return (*batch, *left[-2:-1], *right[-1:]) if batch is not None else None


def _check_product(left: Shape | None, right: Shape | None) -> None:
    """Refuses a product that sums over two sizes that differ."""
    for operand, shape in (("x1", left), ("x2", right)):
        if shape == ():
            message = f"{{{operand}}} is a scalar, and a matrix product takes none"
            raise MisfitError("rank-mismatch", message, help="write `*` to scale a tensor")
    if not left or not right or has_rest(left[-1:]):
        return
    axis = -2 if len(right) > 1 else -1
    if has_rest(right[axis:]) or not differ(left[-1], right[axis]):
        return
    raise MisfitError(
        "shape-mismatch",
        f"the last axis of {{x1}} is {{summed}}, but {_place(right)} {{x2}} is {{other}}",
        help=_transposed(left, right),
        summed=End("x1", -1, left[-1]),
        other=End("x2", axis, right[axis]),
    )


def _place(right: Shape) -> str:
    if len(right) == 1:
        return "the only axis of"
    return "the first axis of" if len(right) == 2 and not has_rest(right) else "axis -2 of"


def _transposed(left: Shape, right: Shape) -> str | None:
    """Says where the product would do with the second factor the other way round."""
    if len(right) != 2 or has_rest(right) or left[-1] != right[1]:
        return None
    return "{x2} fits the other way round: write `transpose({x2_})`, or swap its sizes"


def _closed(shape: Shape, count: int) -> bool:
    """Whether the last entries are single dims."""
    return len(shape) >= count and not has_rest(shape[-count:])


def _matmul(given: Given) -> Abstract:
    return Tensor(matmul(given.shape("x1"), given.shape("x2")))


def _dot(given: Given) -> Abstract:
    left, right = given.shape("x1"), given.shape("x2")
    if not left or not right:
        return UNKNOWN
    _check_product(left, right)
    if has_rest(right) or len(right) > 2:
        return UNKNOWN
    return _matmul(given)


def _tensordot(given: Given) -> Abstract:
    left, right = given.shape("x1"), given.shape("x2")
    if left is None or right is None or has_rest(left) or has_rest(right):
        return UNKNOWN
    pairs = _summed(given["axes"], left, right)
    if pairs is None:
        return UNKNOWN
    for one, other in pairs:
        if differ(left[one], right[other]):
            axes = in_order(one), in_order(other)
            raise MisfitError(
                "shape-mismatch",
                f"{axes[0]} of {{x1}} is {{summed}}, but {axes[1]} of {{x2}} is {{other}}",
                summed=End("x1", one, left[one]),
                other=End("x2", other, right[other]),
            )
    kept = [entry for axis, entry in enumerate(left) if axis not in {one for one, _ in pairs}]
    kept += [entry for axis, entry in enumerate(right) if axis not in {one for _, one in pairs}]
    return Tensor(tuple(kept))


def _summed(axes: Abstract, left: Shape, right: Shape) -> list[tuple[int, int]] | None:
    """Which axes of two tensors a product sums over, pair by pair."""
    count = number(axes)
    if count is not None:
        if not 0 <= count <= min(len(left), len(right)):
            message = f"{{all}} have not {count_axes(count)} each to sum over"
            raise MisfitError("rank-mismatch", message)
        return [(len(left) - count + axis, axis) for axis in range(count)]
    sides = axes.items if isinstance(axes, Several) else ()
    summed = [numbers_of(side) for side in sides if not isinstance(side, Rest)]
    lists = [one for one in summed if one is not None]
    if not len(summed) == len(lists) == 2 or len(lists[0]) != len(lists[1]):
        return None
    pairs = zip(*lists, strict=True)
    places = [(place(left, one), place(right, other)) for one, other in pairs]
    return [(one, other) for one, other in places if one is not None and other is not None]


def _outer(given: Given) -> Abstract:
    shapes = given.shape("x1"), given.shape("x2")
    if any(shape is None or len(shape) != 1 or has_rest(shape) for shape in shapes):
        return UNKNOWN
    return Tensor(tuple(entry for shape in shapes for entry in shape or ()))


def _einsum(given: Given) -> Abstract:
    equation = given.positional[0] if given.positional else given["subscripts"]
    if not isinstance(equation, Fact) or not isinstance(equation.value, str):
        return UNKNOWN
    shapes = [shape_of(value) for value in given.positional[1:]]
    return Tensor(einsum(equation.value, shapes))


def _attention(given: Given) -> Abstract:
    query, value = given.shape("query"), given.shape("value")
    if not query or not value or has_rest(query) or has_rest(value):
        return UNKNOWN
    return Tensor((*query[:-1], value[-1]))


MULTIPLY: Mapping[str, Rule] = {
    "matmul": _matmul,
    "dot": _dot,
    "tensordot": _tensordot,
    "outer": _outer,
    "einsum": _einsum,
    "dot_product_attention": _attention,
}
