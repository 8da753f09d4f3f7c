"""The form of an array: the size of each axis, one of which may be that of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Literal, TypeAlias

from msgspec import Struct

from wtspec.language.static.arithmetic import as_list
from wtspec.rows.fault import Mixed


class Mark(Enum):
    """What stands for a size, or for a whole value, that has no number.

    `ROWS` is how many rows there are, `UNKNOWN` whatever can't be known.
    """

    ROWS = "rows"
    UNKNOWN = "unknown"


ROWS: Literal[Mark.ROWS] = Mark.ROWS
UNKNOWN: Literal[Mark.UNKNOWN] = Mark.UNKNOWN

Size: TypeAlias = int | Mark


class Form(Struct, frozen=True):
    """An array as far as it is known.

    Attributes:
        sizes: Of its axes.
        open: Whether axes of unknown number follow these.
    """

    sizes: tuple[Size, ...]
    open: bool = False

    @property
    def rows(self) -> int | None:
        """The axis of the rows, or None."""
        return self.sizes.index(ROWS) if ROWS in self.sizes else None

    @property
    def ndim(self) -> int | None:
        """How many axes there are, or None."""
        return None if self.open else len(self.sizes)


Array: TypeAlias = Form | Literal[Mark.UNKNOWN]

COLUMN = Form((ROWS,))
"""A number a row."""
OPEN = Form((ROWS,), open=True)
"""A row each of whatever."""


def as_array(value: object) -> Array:
    """The form of a value that stands where an array is needed.

    Raises:
        Mixed: It is how many rows there are, which no row may know.
    """
    if isinstance(value, Form):
        return value
    if value is ROWS:
        raise Mixed("count")
    if value is UNKNOWN:
        return UNKNOWN
    listed = as_list(value)
    if listed is None:
        return Form(())
    items: list[Array] = [as_array(item) for item in listed]
    return stacked(items, 0) if items else Form((0,))


def stacked(items: Sequence[Array], axis: int) -> Array:
    """Arrays of one form along a new axis."""
    form = broadcast(items)
    if not isinstance(form, Form):
        return UNKNOWN
    if form.open:
        return Form((ROWS,), open=True) if axis > 0 and form.rows == 0 else UNKNOWN
    place = axis if axis >= 0 else axis + len(form.sizes) + 1
    if not 0 <= place <= len(form.sizes):
        return UNKNOWN
    return Form((*form.sizes[:place], len(items), *form.sizes[place:]))


def broadcast(arrays: Iterable[Array]) -> Array:
    """The form of what several arrays give, element by element.

    Raises:
        Mixed: Each row would meet all others, or what differs from place to place.
    """
    known = [array for array in arrays if isinstance(array, Form)]
    if len(known) < len(list(arrays) if not isinstance(arrays, Sequence) else arrays):
        return UNKNOWN
    if any(array.open for array in known):
        return _broadcast_open(known)
    ndim = max((len(array.sizes) for array in known), default=0)
    padded = [(1,) * (ndim - len(array.sizes)) + array.sizes for array in known]
    sizes = tuple(_joined(sizes) for sizes in zip(*padded, strict=True))
    if sizes.count(ROWS) > 1 or None in sizes:
        how = "unlike" if None in sizes else "pairs"
        raise Mixed(how, received=" and ".join(f"shape {shown(array)}" for array in known))
    return Form(tuple(size for size in sizes if size is not None))


def _broadcast_open(known: Sequence[Form]) -> Array:
    rows = {array.rows for array in known} - {None}
    return OPEN if rows == {0} else Form((), open=True) if not rows else UNKNOWN


def _joined(sizes: tuple[Size, ...]) -> Size | None:
    """The size of sizes that lie in one place; None where rows meet what are no rows."""
    others = set(sizes) - {1, UNKNOWN}
    if ROWS in others and len(others) > 1:
        return None
    if len(others) == 1:
        return others.pop()
    return UNKNOWN if others or UNKNOWN in sizes else 1


def shown(form: Form) -> str:
    """A form in a message: `[rows, 3]`."""
    marks = {ROWS: "rows", UNKNOWN: "_"}
    sizes = [marks[size] if isinstance(size, Mark) else str(size) for size in form.sizes]
    return f"[{', '.join([*sizes, *(['…'] if form.open else [])])}]"
