"""The forms that functions give which make arrays."""

from __future__ import annotations

from wtspec.rows.arguments import Arguments, sizes_of
from wtspec.rows.fault import Mixed
from wtspec.rows.form import COLUMN, ROWS, UNKNOWN, Array, Form, broadcast


def filled(given: Arguments) -> Array:
    """An array of a given shape, which may have as many rows as there are."""
    sizes = sizes_of(given.get("shape", UNKNOWN))
    if sizes is None or given.get("shape", UNKNOWN) is UNKNOWN:
        return UNKNOWN
    return broadcast([Form(sizes), *given.arrays("fill_value")])


def arange(given: Arguments) -> Array:
    """Numbers that follow each other."""
    bounds = [given.get("start", 0), given.get("stop", None), given.get("step", 1)]
    if ROWS in bounds or any(isinstance(bound, Form) for bound in bounds):
        raise Mixed("count")
    whole = [bound for bound in bounds if isinstance(bound, int)]
    if len(whole) == 2 and bounds[1] is None:
        whole = [0, *whole]
    if len(whole) == 3 and whole[2] != 0:
        return Form((len(range(*whole)),))
    return Form((UNKNOWN,))


def linspace(given: Arguments) -> Array:
    """Evenly spaced numbers between two, along a new axis."""
    ends, count, axis = broadcast(given.arrays("start", "stop")), given.get("num", 50), 0
    if count is ROWS:
        raise Mixed("count")
    axis = given.get("axis", 0)
    if not isinstance(ends, Form) or ends.open or not isinstance(axis, int):
        return UNKNOWN
    place = axis if axis >= 0 else axis + len(ends.sizes) + 1
    size = count if isinstance(count, int) else UNKNOWN
    return Form((*ends.sizes[:place], size, *ends.sizes[place:]))


def column(given: Arguments) -> Array:
    """A column whose form is not known."""
    del given
    return UNKNOWN


def columns(given: Arguments) -> Array:
    """Several columns side by side."""
    del given
    return Form((*COLUMN.sizes, UNKNOWN))


def image(given: Arguments) -> Array:
    """The pictures that paths name."""
    form, sizes = given.array("path"), sizes_of(given.get("size", [64, 64]))
    if not isinstance(form, Form):
        return UNKNOWN
    if form.rows not in (None, 0):
        raise Mixed("moved")
    known = sizes if sizes is not None and len(sizes) == 2 else (UNKNOWN, UNKNOWN)
    channels = given.get("channels", 3)
    depth = channels if isinstance(channels, int) else UNKNOWN
    return form if form.open else Form((*form.sizes, *known, depth))
