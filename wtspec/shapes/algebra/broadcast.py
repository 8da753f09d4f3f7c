"""Shapes that meet: broadcasting, and what is known where two ways lead to one value."""

from __future__ import annotations

from collections.abc import Iterable

from wtspec.shapes.algebra.polynomial import ONE, Polynomial, differ, number
from wtspec.shapes.algebra.shape import Entry, Rest, Shape, has_rest
from wtspec.shapes.algebra.values import Abstract, Either, Fact, Named, Perhaps, Several, Tensor
from wtspec.shapes.misfit import MisfitError


def broadcast_all(shapes: Iterable[Shape | None]) -> Shape | None:
    """The shape of an operation on all of these, element by element.

    Raises:
        MisfitError: `shape-mismatch`.
    """
    joined: Shape | None = ()
    for shape in shapes:
        joined = broadcast(joined, shape)
    return joined


def broadcast(left: Shape | None, right: Shape | None) -> Shape | None:
    """The shape of an operation on two tensors, element by element.

    Raises:
        MisfitError: `shape-mismatch`.
    """
    if left is None or right is None:
        return None
    if left == right:
        return left
    if has_rest(left) or has_rest(right):
        return _open(left, right)
    longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
    ahead = len(longer) - len(shorter)
    paired = zip(longer[ahead:], shorter, strict=True)
    axes = range(-len(shorter), 0)
    return (
        *longer[:ahead],
        *(_size(one, other, axis) for (one, other), axis in zip(paired, axes, strict=True)),
    )


def _open(left: Shape, right: Shape) -> Shape | None:
    """Broadcasts from the end up to the dims that an input's `...` stands for."""
    behind_reversed: list[Entry] = []
    ahead, behind = list(left), list(right)
    while ahead and behind:
        one, other = ahead.pop(), behind.pop()
        if isinstance(one, Rest) or isinstance(other, Rest):
            same = one == other and ahead == behind
            return (*ahead, one, *reversed(behind_reversed)) if same else None
        behind_reversed.append(_size(one, other, -1 - len(behind_reversed)))
    return (*ahead, *behind, *reversed(behind_reversed))


def _size(left: Entry, right: Entry, axis: int) -> Entry:
    if right in (left, ONE):
        return left
    if left == ONE:
        return right
    if differ(left, right) and differ(left, ONE) and differ(right, ONE):
        raise _meeting(left, right, axis)
    for size in (left, right):
        known = number(size)
        if known is not None and known > 1:
            other = number(right if size is left else left)
            return size if other is None else None
    return None


def _meeting(left: Entry, right: Entry, axis: int) -> MisfitError:
    from wtspec.shapes.algebra.show import in_order, show_size

    sizes = f"{show_size(left)} meets {show_size(right)}"
    return MisfitError("shape-mismatch", f"{{all}} do not broadcast: {sizes} on {in_order(axis)}")


def join(left: Abstract, right: Abstract) -> Abstract:
    """What is known of a value that is one of two."""
    if left == right:
        return left
    match left, right:
        case Perhaps(one), Perhaps(other):
            return Perhaps(join(one, other))
        case (Tensor(()) | Fact(float() | bool()) | Polynomial(), Tensor()) | (
            Tensor(),
            Tensor(()) | Fact(float() | bool()) | Polynomial(),
        ):
            return Either(left, right)
        case Tensor(one), Tensor(other):
            return Tensor(_join_shapes(one, other))
        case Several(ones), Several(others) if len(ones) == len(others):
            if any(isinstance(item, Rest) for item in (*ones, *others)):
                return None
            return Several(tuple(_join_items(*pair) for pair in zip(ones, others, strict=True)))
        case Named(ones), Named(others) if [k for k, _ in ones] == [k for k, _ in others]:
            pairs = zip(ones, others, strict=True)
            return Named(tuple((name, join(one, other)) for (name, one), (_, other) in pairs))
        case _:
            return None


def _join_items(left: Abstract | Rest, right: Abstract | Rest) -> Abstract:
    return None if isinstance(left, Rest) or isinstance(right, Rest) else join(left, right)


def _join_shapes(left: Shape | None, right: Shape | None) -> Shape | None:
    if left is None or right is None or len(left) != len(right):
        return None
    if has_rest(left) or has_rest(right):
        alike = all(
            one == other or (not isinstance(one, Rest) and not isinstance(other, Rest))
            for one, other in zip(left, right, strict=True)
        )
        if not alike:
            return None
    return tuple(one if one == other else None for one, other in zip(left, right, strict=True))
