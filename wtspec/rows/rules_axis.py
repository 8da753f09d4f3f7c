"""The forms that functions give which go element by element, or along an axis."""

from __future__ import annotations

from wtspec.rows.fault import Mixed
from wtspec.rows.form import ROWS, UNKNOWN, Array, Form, Size, as_array, broadcast
from wtspec.rows.given import Given, places, refuse, resized

_NO_ARRAYS = frozenset({"dtype", "decimals", "equal_nan", "nan", "posinf", "neginf"})
_LAST = frozenset({"softmax", "log_softmax", "normalize", "argsort", "sort", "diff"})
"""Functions that go along the last axis where no other is given; others go along all."""


def elementwise(given: Given) -> Array:
    """Each element from those that stand in the same place."""
    return broadcast(
        [as_array(value) for name, value in given.values.items() if name not in _NO_ARRAYS]
    )


def reduced(given: Given) -> Array:
    """One value from all those along an axis."""
    form, axis = given.array("x"), given.get("axis", None)
    keepdims = given.get("keepdims", False)
    if not isinstance(form, Form) or axis is UNKNOWN:
        return UNKNOWN
    if form.rows is None and any(other.rows is not None for other in _forms(given, "weights")):
        raise Mixed("combined")
    refuse(form, axis, given.function)
    if form.open:
        return form
    gone = places(form, axis)
    if keepdims is UNKNOWN:
        return UNKNOWN
    kept = tuple(
        1 if gone is None or at in gone else size
        for at, size in enumerate(form.sizes)
        if keepdims or not (gone is None or at in gone)
    )
    return Form(kept)


def quantile(given: Given) -> Array:
    """Several quantiles come along a new first axis."""
    found, shares = reduced(given), given.array("q")
    if not isinstance(found, Form) or not isinstance(shares, Form):
        return UNKNOWN
    if shares.rows is not None:
        raise Mixed("pairs")
    return Form((*shares.sizes, *found.sizes), found.open)


def kept(given: Given) -> Array:
    """As many values along an axis as before."""
    form = given.array("x")
    axis = given.get("axis", -1 if given.function in _LAST else None)
    if not isinstance(form, Form) or axis is UNKNOWN:
        return UNKNOWN
    shift = _forms(given, "shift")
    if any(other.rows is not None for other in shift):
        raise Mixed("pairs")
    refuse(form, axis, given.function)
    flat = axis is None and given.function in ("cumsum", "cumprod")
    return Form((UNKNOWN,)) if flat else form


def shortened(given: Given) -> Array:
    """Differences of neighbours along an axis."""
    times = given.get("n", 1)

    def less(size: int) -> Size:
        return max(0, size - times) if isinstance(times, int) else UNKNOWN

    return resized(given, given.array("a"), given.get("axis", -1), less)


def looked_up_in(given: Given) -> Array:
    """Each value's place in, or among, others that are no rows."""
    names = {"digitize": ("x", "bins"), "searchsorted": ("values", "sorted_sequence")}
    value, among = names.get(given.function, ("x1", "x2"))
    if any(other.rows is not None for other in _forms(given, among)):
        raise Mixed("combined")
    return given.array(value)


def selected(given: Given) -> Array:
    """The first of several that its condition chooses."""
    conditions, choices = given.listed("condlist"), given.listed("choicelist")
    if conditions is None or choices is None:
        return UNKNOWN
    return broadcast([*conditions, *choices, *given.arrays("default")])


def learned(given: Given) -> Array:
    """What the training rows have taught, applied to each row."""
    form = given.array("x")
    if isinstance(form, Form) and form.rows not in (None, 0):
        raise Mixed("moved")
    return form


def one_hot(given: Given) -> Array:
    """A one among zeros for each index."""
    form, width = learned(given), given.get("num_classes", UNKNOWN)
    if not isinstance(form, Form):
        return UNKNOWN
    if width is ROWS:
        raise Mixed("count")
    size = width if isinstance(width, int) else UNKNOWN
    return form if form.open else Form((*form.sizes, size))


def _forms(given: Given, *names: str) -> list[Form]:
    return [array for array in given.arrays(*names) if isinstance(array, Form)]
