"""The forms that functions give which take positions, or sum over products."""

from __future__ import annotations

from collections.abc import Sequence

from wtspec.language.static.arithmetic import as_list
from wtspec.rows.arguments import Arguments, place_of, refuse
from wtspec.rows.fault import Mixed
from wtspec.rows.form import OPEN, ROWS, UNKNOWN, Array, Form, Size, as_array, broadcast

_ALONG = "`take_along_axis` takes for each row its own positions"


def take(given: Arguments) -> Array:
    """Positions along an axis, by default of the flat array."""
    form, index, axis = given.array("x"), given.array("indices"), given.axis
    if not isinstance(form, Form) or not isinstance(index, Form) or axis is UNKNOWN:
        return UNKNOWN
    refuse(form, axis, given.function)
    if form.rows is not None and index.rows is not None:
        raise Mixed("pairs", repair=_ALONG)
    if axis is None:
        return index
    place = place_of(form, axis)
    if form.open or index.open or place is None or not 0 <= place < len(form.sizes):
        return OPEN if form.open and form.rows == 0 and index.rows is None else UNKNOWN
    return Form((*form.sizes[:place], *index.sizes, *form.sizes[place + 1 :]))


def take_along_axis(given: Arguments) -> Array:
    """Positions along an axis, others for each place of the other axes."""
    form, index, axis = given.array("x"), given.array("indices"), given.axis
    if not isinstance(form, Form) or not isinstance(index, Form) or axis is UNKNOWN:
        return UNKNOWN
    for one in (form, index):
        refuse(one, axis, given.function)
    place = place_of(form, axis)
    if form.open or index.open or place is None or len(form.sizes) != len(index.sizes):
        return OPEN if OPEN in (form, index) else UNKNOWN
    others = [
        Form(tuple(1 if at == place else size for at, size in enumerate(one.sizes)))
        for one in (form, index)
    ]
    joined = broadcast(others)
    if not isinstance(joined, Form) or not 0 <= place < len(joined.sizes):
        return UNKNOWN
    sizes = list(joined.sizes)
    sizes[place] = index.sizes[place]
    return Form(tuple(sizes))


def matmul(given: Arguments) -> Array:
    """Products of matrices; sums over the last axis of one and the last but one of the other."""
    return product(given.array("x1"), given.array("x2"))


def product(left: Array, right: Array) -> Array:
    """`left @ right`.

    Raises:
        Mixed: The sum goes over the rows, or each row meets every other one.
    """
    if not isinstance(left, Form) or not isinstance(right, Form):
        return UNKNOWN
    if left.open or right.open:
        both = left.rows == 0 and right.rows is None and not right.open
        return OPEN if both and len(right.sizes) > 0 else UNKNOWN
    if not left.sizes or not right.sizes:
        return UNKNOWN
    inner = right.sizes[-2:][0]
    if ROWS in (left.sizes[-1], inner):
        raise Mixed("combined")
    rows = left.sizes[:-1] if len(left.sizes) > 1 else ()
    columns = right.sizes[-1:] if len(right.sizes) > 1 else ()
    lead = broadcast([Form(left.sizes[:-2]), Form(right.sizes[:-2])])
    if not isinstance(lead, Form):
        return UNKNOWN
    sizes = (*lead.sizes, *rows[-1:], *columns)
    if sizes.count(ROWS) > 1:
        raise Mixed("pairs")
    return Form(sizes)


def tensordot(given: Arguments) -> Array:
    """Sums of products over pairs of axes."""
    left, right, axes = given.array("x1"), given.array("x2"), given.get("axes", 2)
    if not isinstance(left, Form) or not isinstance(right, Form) or left.open or right.open:
        return UNKNOWN
    pairs = _summed(left, axes)
    if pairs is None:
        return UNKNOWN
    gone = [{place_of(form, axis) for axis in one} for form, one in zip((left, right), pairs)]  # noqa: B905 - two each
    sizes: list[Size] = []
    for form, one in zip((left, right), gone, strict=True):
        if form.rows in one and form.rows is not None:
            raise Mixed("combined")
        sizes += [size for at, size in enumerate(form.sizes) if at not in one]
    if sizes.count(ROWS) > 1:
        raise Mixed("pairs")
    return Form(tuple(sizes))


def _summed(left: Form, axes: object) -> tuple[Sequence[object], Sequence[object]] | None:
    if isinstance(axes, int):
        ndim = len(left.sizes)
        return tuple(range(ndim - axes, ndim)), tuple(range(axes))
    pair = as_list(axes) or ()
    if len(pair) != 2:
        return None
    one, other = (as_list(axis) or (axis,) for axis in pair)
    return one, other


def einsum(given: Arguments) -> Array:
    """Sums of products, each axis by its letter."""
    text = given.get("subscripts", UNKNOWN)
    forms = [as_array(one) for one in given.others]
    if not isinstance(text, str) or not all(isinstance(form, Form) for form in forms):
        return UNKNOWN
    known = [form for form in forms if isinstance(form, Form)]
    before, arrow, after = text.replace(" ", "").partition("->")
    terms = before.split(",")
    if len(terms) != len(known) or any(form.open for form in known):
        return UNKNOWN
    spread = [_spread(term, form) for term, form in zip(terms, known, strict=True)]
    if any(len(term) != len(form.sizes) for term, form in zip(spread, known, strict=True)):
        return UNKNOWN
    return _summed_by_letter(spread, known, _output(spread, after if arrow else None))


def _spread(term: str, form: Form) -> str:
    """`...` as capital Greek letters, the last axis of each by the same."""
    count = len(form.sizes) - len(term.replace("...", ""))
    return term.replace("...", "".join(chr(0x3B1 + at) for at in reversed(range(max(count, 0)))))


def _output(terms: list[str], after: str | None) -> str:
    letters = "".join(terms)
    dots = "".join(sorted({x for x in letters if ord(x) >= 0x3B1}, reverse=True))
    if after is not None:
        return after.replace("...", dots)
    once = sorted(x for x in set(letters) if letters.count(x) == 1 and ord(x) < 0x3B1)
    return dots + "".join(once)


def _summed_by_letter(terms: list[str], forms: list[Form], output: str) -> Array:
    sizes: dict[str, Size] = {}
    for term, form in zip(terms, forms, strict=True):
        for letter, size in zip(term, form.sizes, strict=True):
            here = broadcast([Form((size,)), Form((sizes.get(letter, 1),))])
            sizes[letter] = here.sizes[0] if isinstance(here, Form) else UNKNOWN
        if form.rows is not None and term.count(term[form.rows]) > 1:
            raise Mixed("pairs")
    rows = [letter for letter, size in sizes.items() if size is ROWS]
    if any(letter not in output for letter in rows):
        raise Mixed("combined")
    if len(rows) > 1:
        raise Mixed("pairs")
    return Form(tuple(sizes.get(letter, UNKNOWN) for letter in output))
