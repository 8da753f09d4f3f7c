"""The forms that functions give which go element by element, or along an axis."""

from __future__ import annotations

from wtspec.rows.arguments import Arguments, places, refuse, resized
from wtspec.rows.fault import Mixed
from wtspec.rows.form import ROWS, UNKNOWN, Array, Form, Size, as_array, broadcast

_NO_ARRAYS = frozenset({"dtype", "decimals", "equal_nan", "nan", "posinf", "neginf"})


def elementwise(given: Arguments) -> Array:
    """Each element from those that stand in the same place."""
    return broadcast(
        [as_array(value) for name, value in given.values.items() if name not in _NO_ARRAYS]
    )


def reduced(given: Arguments) -> Array:
    """One value from all those along an axis."""
    form, axis = given.array("x"), given.axis
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


def quantile(given: Arguments) -> Array:
    """Several quantiles come along a new first axis."""
    form, shares = reduced(given), given.array("q")
    if not isinstance(form, Form) or not isinstance(shares, Form):
        return UNKNOWN
    if shares.rows is not None:
        raise Mixed("pairs")
    return Form((*shares.sizes, *form.sizes), form.open)


def kept(given: Arguments) -> Array:
    """As many values along an axis as before."""
    form, axis = given.array("x"), given.axis
    if not isinstance(form, Form) or axis is UNKNOWN:
        return UNKNOWN
    shift = _forms(given, "shift")
    if any(other.rows is not None for other in shift):
        raise Mixed("pairs")
    refuse(form, axis, given.function)
    return form


def flattening(given: Arguments) -> Array:
    """The same, but where no axis is given those of the flat array."""
    form = kept(given)
    return Form((UNKNOWN,)) if isinstance(form, Form) and given.axis is None else form


def shortened(given: Arguments) -> Array:
    """Differences of neighbours along an axis."""
    times = given.get("n", 1)

    def less(size: int) -> Size:
        return max(0, size - times) if isinstance(times, int) else UNKNOWN

    return resized(given, given.array("a"), given.axis, less)


def looked_up(given: Arguments, value: str, among: str) -> Array:
    """Each value's place in, or among, others that are no rows."""
    if any(other.rows is not None for other in _forms(given, among)):
        raise Mixed("combined")
    return given.array(value)


def selected(given: Arguments) -> Array:
    """The first of several that its condition chooses."""
    conditions, choices = given.listed("condlist"), given.listed("choicelist")
    if conditions is None or choices is None:
        return UNKNOWN
    return broadcast([*conditions, *choices, *given.arrays("default")])


def learned(given: Arguments) -> Array:
    """What the training rows have taught, applied to each row."""
    form = given.array("x")
    if isinstance(form, Form) and form.rows not in (None, 0):
        raise Mixed("moved")
    return form


def one_hot(given: Arguments) -> Array:
    """A one among zeros for each index."""
    return _with_axis(learned(given), given.get("num_classes", UNKNOWN))


def many_hot(given: Arguments) -> Array:
    """Ones among zeros for the tags of each text; the rows tell how many there are."""
    return _with_axis(learned(given), UNKNOWN)


def sequence(given: Arguments, length: str) -> Array:
    """As many whole numbers for each text as are asked for, or as is told."""
    return _with_axis(learned(given), given.get("length", int(length)))


def dates(given: Arguments) -> Array:
    """A number for each date, or one for each of several words along a new axis."""
    words = given.get("parts", UNKNOWN)
    count = len(words.split()) if isinstance(words, str) else UNKNOWN
    form = given.array("x")
    return form if count == 1 else _with_axis(form, count)


def _with_axis(form: Array, size: object) -> Array:
    if not isinstance(form, Form) or form.open:
        return form
    if size is ROWS:
        raise Mixed("count")
    return Form((*form.sizes, size if isinstance(size, int) else UNKNOWN))


def _forms(given: Arguments, *names: str) -> list[Form]:
    return [array for array in given.arrays(*names) if isinstance(array, Form)]
