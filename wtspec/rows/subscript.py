"""The form of a part of an array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from wtspec.rows.fault import Mixed
from wtspec.rows.form import ROWS, UNKNOWN, Array, Form, Size, as_array, broadcast

Part: TypeAlias = 'slice[object, object, object] | int | Form | Literal["new", "dots"] | None'
"""None where it can't be known."""


def part_of(form: Form, parts: Sequence[Part]) -> Array:
    """`x[parts]`; a position along the rows, or a slice of them, is a fault.

    Raises:
        Mixed: Some of the rows are taken, or in another order.
    """
    spread = _spread(form, parts)
    if spread is None:
        return UNKNOWN
    axes: list[Size | Form | None] = []  # None: an axis that one position is taken of
    sizes = iter(form.sizes)
    for part in spread:
        if part == "new":
            axes.append(1)
            continue
        size = next(sizes, UNKNOWN)
        if size is ROWS and not (isinstance(part, slice) and _takes_all(part)):
            raise Mixed("places", repair=_repair(part))
        axes.append(_part(size, part))
    return _joined(axes, tuple(sizes), open_=form.open)


def _spread(form: Form, parts: Sequence[Part]) -> list[Part] | None:
    """The parts with slices in the place of `...`; None where an axis of a mask hides others."""
    if any(isinstance(part, Form) and part.open for part in parts):
        return None
    used = sum(part not in ("new", "dots") for part in parts)
    if "dots" not in parts:
        return list(parts)
    at = parts.index("dots")
    if form.open:
        return list(parts[:at]) if "new" not in parts[:at] else None
    filled = [slice(None)] * max(0, len(form.sizes) - used)
    return [*parts[:at], *filled, *parts[at + 1 :]]


def _part(size: Size, part: Part) -> Size | Form | None:
    if isinstance(part, slice):
        return size if _takes_all(part) else _length(size, part)
    return part if isinstance(part, Form) else None


def _length(size: Size, part: slice[object, object, object]) -> Size:
    if isinstance(size, int) and all(_is_bound(x) for x in (part.start, part.stop, part.step)):
        return len(range(*part.indices(size))) if part.step != 0 else UNKNOWN
    return UNKNOWN


def _is_bound(value: object) -> bool:
    return value is None or isinstance(value, int)


def _takes_all(part: slice[object, object, object]) -> bool:
    return part.start in (None, 0) and part.stop is None and part.step in (None, 1)


def _joined(axes: list[Size | Form | None], rest: tuple[Size, ...], *, open_: bool) -> Array:
    """Indices that are arrays give their axes in the place of the first, as NumPy has it."""
    arrays = [axis for axis in axes if isinstance(axis, Form)]
    if not arrays:
        return Form((*(axis for axis in axes if isinstance(axis, Size)), *rest), open_)
    places = [at for at, axis in enumerate(axes) if axis is None or isinstance(axis, Form)]
    together = places == list(range(places[0], places[-1] + 1))
    index = broadcast(arrays)
    if not isinstance(index, Form):
        return UNKNOWN
    first = places[0] if together else 0
    before = [axis for axis in axes[:first] if isinstance(axis, Size)]
    after = [axis for axis in axes[first:] if isinstance(axis, Size)]
    sizes = (*before, *index.sizes, *after, *rest)
    if sizes.count(ROWS) > 1:
        raise Mixed("pairs", repair="`take_along_axis` takes for each row its own positions")
    return Form(sizes, open_)


def _repair(part: Part) -> str | None:
    if isinstance(part, Form):
        return "`where(…)` chooses element by element, and `weights` leave rows out"
    return "`[:, i]` takes a column" if isinstance(part, int) else None


def as_part(value: object) -> Part:
    """What a position is, but for slices, `...` and what can't be known."""
    if value is None:
        return "new"
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    array = as_array(value)
    return array if isinstance(array, Form) else None
