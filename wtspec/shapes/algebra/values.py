"""What an expression is known to give before any tensor exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtspec.record import entity, record
from wtspec.shapes.algebra.polynomial import Polynomial, Size, constant, number
from wtspec.shapes.misfit import MisfitError

if TYPE_CHECKING:
    from wtspec.program.declared import Sublayer, Value, Wrapped
    from wtspec.shapes.frame import Frame


@record
class Rest:
    """The dims that an input's `...` stands for, however many they are."""

    source: str


Entry = Polynomial | Rest | None
Shape = tuple[Entry, ...]
"""Sizes, None for one that is not known; at most one `Rest` among them."""


@record
class Tensor:
    """A tensor of some shape, None where not even the rank is known; `()` also stands for a
    static number of unknown value."""

    shape: Shape | None


@record
class Fact:
    """A static value other than a whole number."""

    value: None | bool | float | str


@record
class Perhaps:
    """A value that may be none instead."""

    value: Abstract


@record
class Either:
    """One of two values of different shape."""

    one: Abstract
    other: Abstract


@record
class Several:
    """A list or tuple; a shape is one too, and may hold a `Rest`."""

    items: tuple[Abstract | Rest, ...]


@record
class Copies:
    """A list of so many items, each of which is alike."""

    item: Abstract
    count: Size


@record
class Position:
    """The variable of a loop that runs from 0 to below a count."""

    count: Size


@record
class Named:
    """Tensors by name."""

    items: tuple[tuple[str, Abstract], ...]


@entity
class Argument:
    """A layer that is given to another: its component, and where that stands."""

    use: Value
    frame: Frame


@entity
class Block:
    """One of a layer's sublayers.

    Attributes:
        position: Which one of a repeated sublayer, None where any may be meant.
        whole: Whether what is done with this one is done with each of them.
        through: If it is reached by a loop's variable, how often that loop runs.
    """

    frame: Frame
    sublayer: Sublayer
    position: int | None = None
    whole: bool = False
    through: Size = None


@entity
class Blocks:
    """A repeated sublayer, or a slice of it.

    Attributes:
        whole: Whether it is not just a slice.
    """

    frame: Frame
    sublayer: Sublayer
    whole: bool = True


@entity
class Inner:
    """The layer that a wrapper takes."""

    frame: Frame
    wrapped: Wrapped


Abstract = (
    Polynomial
    | Fact
    | Tensor
    | Perhaps
    | Either
    | Several
    | Copies
    | Position
    | Named
    | Argument
    | Block
    | Blocks
    | Inner
    | None
)
"""A value; None where nothing is known of it."""

SCALAR = Tensor(())
UNKNOWN = Tensor(None)


MOST_AXES = 32
MOST_ITEMS = 4096


def is_small(value: Abstract) -> bool:
    """Whether a value is of a size that a body may sensibly have, so that it can be followed."""
    match value:
        case Tensor(shape):
            return shape is None or len(shape) <= MOST_AXES
        case Several() | Named():
            return _count(value, MOST_ITEMS) <= MOST_ITEMS
        case _:
            return True


def _count(value: object, most: int) -> int:
    """How many items there are in a list and the lists in it, as far as that is below a limit."""
    if not isinstance(value, Several | Named):
        return 1
    total = 0
    for item in value.items:
        total += _count(item[1] if isinstance(item, tuple) else item, most - total)
        if total > most:
            break
    return total


def shape_of(value: Abstract) -> Shape | None:
    """The shape of a value where a tensor is wanted; None where it is not known."""
    match value:
        case Tensor(shape):
            return shape
        case Perhaps(inner):
            return shape_of(inner)
        case Polynomial() | Position():
            return ()
        case Fact(inner):
            return () if isinstance(inner, int | float) else None
        case Several(items):
            return _stacked(items)
        case _:
            return None


def size_of(value: Abstract | Rest) -> Size:
    """The size that a value stands for."""
    return value if isinstance(value, Polynomial) else None


def entries_of(value: Abstract) -> Shape | None:
    """The shape that a static value describes, as `(batch, 3)` does."""
    if isinstance(value, Several):
        return tuple(item if isinstance(item, Polynomial | Rest) else None for item in value.items)
    return (value,) if isinstance(value, Polynomial) else None


def numbers_of(value: Abstract) -> list[int] | None:
    """A whole number or a list of them, as plain numbers."""
    items = value.items if isinstance(value, Several) else (value,)
    found = [number(item) for item in items]
    return [one for one in found if one is not None] if None not in found else None


def flag(value: Abstract) -> bool | None:
    """A plain truth value."""
    if isinstance(value, Fact) and isinstance(value.value, bool):
        return value.value
    return None


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


def _stacked(items: tuple[Abstract | Rest, ...]) -> Shape | None:
    shapes = [shape_of(item) if not isinstance(item, Rest) else None for item in items]
    first = shapes[0] if shapes else None
    if first is None or any(shape != first for shape in shapes) or None in first:
        return None
    return (constant(len(items)), *first)


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
    from wtspec.shapes.algebra.show import count_axes

    has = f"it has {count_axes(rank)}" if rank else "it is a scalar"
    return f"{{all}} has no axis {axis}: {has}"


def _axes(rank: int) -> str | None:
    return f"from {-rank} to {rank - 1}" if rank else None
