"""What `x[…]` gives."""

from __future__ import annotations

from collections.abc import Callable

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.shapes.algebra.polynomial import (
    ONE,
    Polynomial,
    Size,
    add,
    at_least_zero,
    constant,
    floor_divide,
    number,
    subtract,
)
from wtspec.shapes.algebra.shape import Entry, Rest, Shape, has_rest
from wtspec.shapes.algebra.show import count_axes
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Position,
    Several,
    Tensor,
    shape_of,
    size_of,
)
from wtspec.shapes.misfit import MisfitError

Evaluate = Callable[[Expression], Abstract]


def index_tensor(shape: Shape | None, index: Expression, evaluate: Evaluate) -> Abstract:
    """A tensor's element, slice or rearrangement."""
    items = index.items if isinstance(index, t.Tuple) else (index,)
    if shape is None:
        return UNKNOWN
    dots = [place for place, item in enumerate(items) if isinstance(item, t.Dots)]
    taking = [_is_tensor(item, evaluate) for item in items]
    if any(taking):
        return _gathered(shape, items, evaluate) if len(items) == 1 else UNKNOWN
    _check_count(shape, items)
    if not dots:
        front = _front(list(shape), items, evaluate)
        return Tensor((*front[0], *front[1])) if front is not None else UNKNOWN
    before, after = items[: dots[0]], items[dots[0] + 1 :]
    front = _front(list(shape), before, evaluate)
    if front is None:
        return UNKNOWN
    back = _front(list(reversed(front[1])), tuple(reversed(after)), evaluate)
    if back is None:
        return UNKNOWN
    return Tensor((*front[0], *reversed(back[1]), *reversed(back[0])))


def _check_count(shape: Shape, items: tuple[Expression, ...]) -> None:
    new = [item for item in items if t.is_none(item)]
    dots = [item for item in items if isinstance(item, t.Dots)]
    count = len(items) - len(new) - len(dots)
    if count > len(shape) and not has_rest(shape):
        raise MisfitError(
            "rank-mismatch", f"there are {count} subscripts, but {{x}} has {count_axes(len(shape))}"
        )


def _front(
    entries: list[Entry], items: tuple[Expression, ...], evaluate: Evaluate
) -> tuple[list[Entry], list[Entry]] | None:
    """The entries that the items leave of the first, and those that are left over."""
    kept: list[Entry] = []
    for item in items:
        if t.is_none(item):
            kept.append(ONE)
            continue
        if not entries or isinstance(entries[0], Rest):
            return None
        entry = entries.pop(0)
        if isinstance(item, t.Slice):
            kept.append(sliced(entry, item, evaluate))
        elif not _is_position(at := evaluate(item)):
            return None
        else:
            _check_index(at, entry)
    return kept, entries


def _check_index(at: Abstract, entry: Entry) -> None:
    """Under JAX an index beyond the end silently takes the last."""
    position, size = number(at), number(entry)
    if position is None or size is None or -size <= position < size:
        return
    message = f"there is no item {position} on an axis of {{x}} that has {size}"
    expected = f"from {-size} to {size - 1}" if size else None
    raise MisfitError("index-out-of-range", message, expected=expected)


def _is_position(value: Abstract) -> bool:
    return isinstance(value, Polynomial | Position)


def _is_tensor(item: Expression, evaluate: Evaluate) -> bool:
    if isinstance(item, t.Slice | t.Dots | t.Value):
        return False
    return not _is_position(evaluate(item))


def _gathered(shape: Shape, items: tuple[Expression, ...], evaluate: Evaluate) -> Abstract:
    """A tensor or list as the only index takes rows."""
    indices = shape_of(evaluate(items[0]))
    if indices is None or not shape or has_rest(shape[:1]) or not indices:
        return UNKNOWN
    return UNKNOWN if has_rest(indices) and has_rest(shape) else Tensor((*indices, *shape[1:]))


def sliced(entry: Entry, item: t.Slice, evaluate: Evaluate) -> Size:
    """How many a slice takes of an axis; None where that hangs on unknown sizes."""
    if isinstance(entry, Rest):
        return None
    start, stop, step = (bound and evaluate(bound) for bound in item.bounds)
    begin = size_of(start) if item.start is not None else constant(0)
    end = size_of(stop) if item.stop is not None else entry
    stride = number(step) if item.step is not None else 1
    plain = number(entry), number(begin), number(end)
    if entry is not None and stride == -1 and item.start is None and item.stop is None:
        return entry
    if stride is None or stride < 1:
        return None
    if None not in plain:
        total, first, last = (one or 0 for one in plain)
        return constant(len(range(*slice(first, last, stride).indices(total))))
    size = subtract(_bound(end, entry), _bound(begin, entry))
    certain = at_least_zero(size) or _is_part(begin, entry)
    return _strided(size, stride) if certain else None


def _bound(bound: Size, entry: Size) -> Size:
    """Where a slice begins or ends, if that surely lies within the axis."""
    value = number(bound)
    if value is not None and value < 0:
        bound = add(entry, bound)
    inside = at_least_zero(subtract(entry, bound)) or _is_part(bound, entry)
    return bound if at_least_zero(bound) and inside else None


def _is_part(bound: Size, entry: Size) -> bool:
    """Whether a bound is a half, a third, … of an axis."""
    if entry is None:
        return False
    return any(bound == floor_divide(entry, constant(parts)) for parts in (2, 3, 4, 8))


def _strided(size: Size, stride: int) -> Size:
    if stride == 1 or size is None:
        return size
    return floor_divide(add(size, constant(stride - 1)), constant(stride))


def index_several(several: Several, index: Expression, evaluate: Evaluate) -> Abstract:
    """An item of a list, or a part of it; a shape's items may be unknown in number."""
    items = several.items
    open_ = any(isinstance(item, Rest) for item in items)
    if isinstance(index, t.Slice):
        return _part(several, index, evaluate)
    at = number(evaluate(index))
    if at is None:
        return None
    if not -len(items) <= at < len(items):
        return None if open_ else _no_item(at, len(items))
    passed = items[: at + 1] if at >= 0 else items[at:]
    if open_ and any(isinstance(item, Rest) for item in passed):
        return None
    one = items[at]
    return None if isinstance(one, Rest) else one


def _no_item(at: int, count: int) -> Abstract:
    message = f"there is no item {at} in {{x}}, which has {count}"
    expected = f"from {-count} to {count - 1}" if count else None
    raise MisfitError("index-out-of-range", message, expected=expected)


def _part(several: Several, index: t.Slice, evaluate: Evaluate) -> Abstract:
    start, stop, step = (bound and number(evaluate(bound)) for bound in index.bounds)
    given = sum(bound is not None for bound in index.bounds)
    known = sum(bound is not None for bound in (start, stop, step)) == given
    items = several.items
    if not known or step not in (None, 1):
        return None
    if any(isinstance(item, Rest) for item in items) and _crosses(items, start, stop):
        return None
    return Several(items[start:stop])


def _crosses(items: tuple[Abstract | Rest, ...], start: int | None, stop: int | None) -> bool:
    """Whether a bound counts across the part of unknown length."""
    rest = next(place for place, item in enumerate(items) if isinstance(item, Rest))
    from_front = [bound for bound in (start, stop) if bound is not None and bound >= 0]
    from_back = [bound for bound in (start, stop) if bound is not None and bound < 0]
    return any(bound > rest for bound in from_front) or any(
        len(items) + bound <= rest for bound in from_back
    )
