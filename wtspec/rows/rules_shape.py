"""The forms that functions give which move values, and do not change them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from math import prod

from wtspec.language.static.arithmetic import as_list
from wtspec.rows.arguments import Arguments, place_of, places, resized, sizes_of
from wtspec.rows.fault import Mixed
from wtspec.rows.form import OPEN, ROWS, UNKNOWN, Array, Form, Size, broadcast, stacked

_KEEPS = "`reshape(x, [-1, …])` keeps the rows where the other sizes are those of a row"


def stack(given: Arguments) -> Array:
    """Arrays along a new axis."""
    items, axis = given.listed("x"), given.get("axis", 0)
    if items is None or not isinstance(axis, int):
        return UNKNOWN
    if axis == -1 and any(isinstance(item, Form) and item.open for item in items):
        form = broadcast(items)
        return OPEN if isinstance(form, Form) and form.rows == 0 else UNKNOWN
    return stacked(items, axis)


def concatenate(given: Arguments) -> Array:
    """Arrays one after the other along an axis that they have."""
    items = given.listed("xs")
    forms = [item for item in items or () if isinstance(item, Form)]
    if not forms or len(forms) < len(items or ()):
        return UNKNOWN
    axis = given.get("axis", 0)
    if given.function.parameter("axis") is None:
        axis = 0 if forms[0].ndim == 1 else 1
    for form in forms:
        if form.rows is not None and form.rows == place_of(form, axis):
            flat = form.ndim == 1
            text = "`stack([a, b], axis=-1)` makes columns of a table" if flat else None
            raise Mixed("moved", repair=text or "`axis=-1` puts them side by side")
    first, place = forms[0], place_of(forms[0], axis)
    if any(form.open for form in forms) or place is None:
        return OPEN if any(form.rows == 0 for form in forms) else UNKNOWN
    if len({len(form.sizes) for form in forms}) > 1 or not 0 <= place < len(first.sizes):
        return UNKNOWN
    columns = [sizes for at, sizes in enumerate(_by_axis(forms)) if at != place]
    if any(ROWS in sizes and set(sizes) - {ROWS, UNKNOWN} for sizes in columns):
        raise Mixed("places")
    along = [size for size in _by_axis(forms)[place] if isinstance(size, int)]
    whole = sum(along) if len(along) == len(forms) else UNKNOWN
    kept = [ROWS if ROWS in sizes else sizes[0] for sizes in columns]
    return Form((*kept[:place], whole, *kept[place:]))


def _by_axis(forms: Sequence[Form]) -> list[tuple[Size, ...]]:
    return list(zip(*(form.sizes for form in forms), strict=True))


def transpose(given: Arguments) -> Array:
    """The axes in another order, by default the reverse."""
    form, axes = given.array("x"), given.get("axes", None)
    if not isinstance(form, Form):
        return UNKNOWN
    if form.open:
        return form if list(as_list(axes) or ())[:1] == [0] else UNKNOWN
    order = list(range(len(form.sizes)))[::-1]
    if axes is not None:
        places = [place_of(form, axis) for axis in as_list(axes) or ()]
        order = [place for place in places if place is not None]
    if sorted(order) != list(range(len(form.sizes))):
        return UNKNOWN
    return Form(tuple(form.sizes[place] for place in order))


def moveaxis(given: Arguments) -> Array:
    """Some axes at other places."""
    form = given.array("x")
    if not isinstance(form, Form):
        return UNKNOWN
    pairs = [_axes(form, given.get(name, UNKNOWN)) for name in ("source", "destination")]
    source, destination = pairs
    if source is None or destination is None or len(source) != len(destination):
        return UNKNOWN
    if form.open:
        return form if 0 not in source and 0 not in destination else UNKNOWN
    left = [at for at in range(len(form.sizes)) if at not in source]
    for to, place in sorted(zip(destination, source, strict=True)):
        left.insert(to, place)
    fits = sorted(left) == list(range(len(form.sizes)))
    return Form(tuple(form.sizes[place] for place in left)) if fits else UNKNOWN


def _axes(form: Form, axes: object) -> list[int] | None:
    listed = as_list(axes) or (axes,)
    places = [place_of(form, axis) for axis in listed]
    known = [place for place in places if place is not None]
    return known if len(known) == len(listed) else None


def swapaxes(given: Arguments) -> Array:
    """Two axes in each other's place."""
    form = given.array("x")
    if not isinstance(form, Form):
        return UNKNOWN
    one, other = (place_of(form, given.get(name, None)) for name in ("axis1", "axis2"))
    if form.open:
        return form if one and other else UNKNOWN
    if one is None or other is None or not max(one, other) < len(form.sizes):
        return UNKNOWN
    sizes = list(form.sizes)
    sizes[one], sizes[other] = sizes[other], sizes[one]
    return Form(tuple(sizes))


def expand_dims(given: Arguments) -> Array:
    """An axis of one more."""
    form, axis = given.array("x"), given.get("axis", UNKNOWN)
    if not isinstance(form, Form):
        return UNKNOWN
    axes = as_list(axis) or (axis,)
    if form.open:
        return form if form.rows == 0 and 0 not in axes else UNKNOWN
    ndim = len(form.sizes) + len(axes)
    new = {one + ndim if one < 0 else one for one in axes if isinstance(one, int)}
    if len(new) < len(axes) or not all(0 <= one < ndim for one in new):
        return UNKNOWN
    sizes = iter(form.sizes)
    return Form(tuple(1 if at in new else next(sizes) for at in range(ndim)))


def squeeze(given: Arguments) -> Array:
    """Axes of one less; the rows stay, though there be one."""
    form, axis = given.array("x"), given.axis
    if not isinstance(form, Form) or form.open:
        return form
    gone = places(form, axis)
    if form.rows is not None and gone is not None and form.rows in gone:
        raise Mixed("moved", repair="`x[:, 0]` takes the first entry of each row")
    if gone is None and UNKNOWN in form.sizes:
        return UNKNOWN if form.rows != 0 else OPEN
    return Form(
        tuple(
            size
            for at, size in enumerate(form.sizes)
            if not (size == 1 if gone is None else at in gone)
        )
    )


def reshape(given: Arguments) -> Array:
    """The same values in the same order, in axes of other sizes."""
    form, sizes = given.array("x"), sizes_of(given.get("newshape", UNKNOWN))
    if not isinstance(form, Form) or sizes is None or not sizes or form.rows is None:
        return UNKNOWN if sizes is None or -1 in sizes else Form(sizes)
    if form.rows > 0:
        raise Mixed("moved", repair=_KEEPS)
    if sizes[0] is UNKNOWN or UNKNOWN in sizes[1:]:
        return UNKNOWN
    if sizes[0] is ROWS:
        return Form(sizes)
    if sizes[0] != -1:
        raise Mixed("count", repair=_KEEPS)
    known = [size for size in form.sizes[1:] if isinstance(size, int)]
    others = [size for size in sizes[1:] if isinstance(size, int)]
    exact = len(known) == len(form.sizes) - 1 and not form.open
    if exact and prod(known) != prod(others):
        raise Mixed("moved", repair=_KEEPS)
    return Form((ROWS, *sizes[1:]))


def broadcast_to(given: Arguments) -> Array:
    """As large an array as is asked for."""
    form, sizes = given.array("x"), sizes_of(given.get("shape", UNKNOWN))
    if not isinstance(form, Form) or sizes is None or UNKNOWN in sizes:
        return UNKNOWN
    return broadcast([form, Form(sizes)])


def tile(given: Arguments) -> Array:
    """Copies side by side; of each axis by its own count, the last ones by the last."""
    form, repeats = given.array("x"), given.get("repeats", UNKNOWN)
    counts = sizes_of(repeats)
    if not isinstance(form, Form) or counts is None or repeats is UNKNOWN:
        return UNKNOWN
    if form.open:
        return form
    pairs = list(zip_longest(reversed(form.sizes), reversed(counts), fillvalue=1))[::-1]
    return Form(tuple(_times(size, count) for size, count in pairs))


def _times(size: Size, count: Size) -> Size:
    if count == 1:
        return size
    if size is ROWS or count is ROWS:
        raise Mixed("moved", repair="`repeat(x, n, axis=-1)` repeats within each row")
    return size * count if isinstance(size, int) and isinstance(count, int) else UNKNOWN


def repeat(given: Arguments) -> Array:
    """Each entry along an axis several times."""
    count = given.get("repeats", UNKNOWN)

    def more(size: int) -> Size:
        return size * count if isinstance(count, int) else UNKNOWN

    return resized(given, given.array("x"), given.axis, more)


def pad(given: Arguments) -> Array:
    """More entries at the ends of axes: a pair of counts for each axis, or one for all."""
    form, width = given.array("x"), given.get("pad_width", UNKNOWN)
    if not isinstance(form, Form) or width is UNKNOWN:
        return UNKNOWN
    listed = as_list(width) or ()
    pairs = list(listed) if any(as_list(pair) for pair in listed) else [width]
    rows = form.rows
    if rows is not None:
        own = pairs[rows] if len(pairs) > 1 and rows < len(pairs) else pairs[0]
        if any(count != 0 for count in as_list(own) or (own,)):
            raise Mixed("moved", repair="`[[0, 0], …]` adds nothing to the rows")
    return form if form.open else Form(tuple(ROWS if s is ROWS else UNKNOWN for s in form.sizes))


def triangle(given: Arguments) -> Array:
    """Zeros on one side of the diagonal of the last two axes."""
    form = given.array("x")
    if not isinstance(form, Form) or form.open or form.rows is None:
        return form
    if form.rows >= len(form.sizes) - 2:
        raise Mixed("places")
    return form
