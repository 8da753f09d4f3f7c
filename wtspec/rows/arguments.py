"""The arguments of a call whose form is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from wtspec.language.static.arithmetic import as_list
from wtspec.rows.fault import Mixed
from wtspec.rows.form import UNKNOWN, Array, Form, Mark, Size, as_array
from wtspec.sources.formulas import DataFunction


class Arguments(Struct, frozen=True):
    """The arguments of a call.

    Attributes:
        function: The function that is called.
        values: By parameter; a value is a `Form`, a `Mark`, a list of these, or what it is.
        others: Those of a function that takes any number.
    """

    function: DataFunction
    values: Mapping[str, object]
    others: tuple[object, ...] = ()

    def array(self, name: str) -> Array:
        """The form of an argument."""
        return as_array(self.values.get(name, UNKNOWN))

    def arrays(self, *names: str) -> list[Array]:
        """The forms of those of the arguments that are given."""
        return [as_array(self.values[name]) for name in names if name in self.values]

    def listed(self, name: str) -> list[Array] | None:
        """The forms of the items of an argument that is a list."""
        items = as_list(self.values.get(name))
        return None if items is None else [as_array(item) for item in items]

    @property
    def axis(self) -> object:
        """The axis that the function goes along, or what it is where it is not given."""
        known = self.function.parameter("axis")
        return self.values.get("axis", known.default if known is not None else None)

    def get(self, name: str, default: object) -> object:
        """An argument, or what it is where it is not given."""
        return self.values.get(name, default)


def places(form: Form, axis: object) -> frozenset[int] | None:
    """The axes that an `axis` argument means, None for all; an axis that can't be known is none.

    Of an array of unknown rank an axis counted from the end is taken for none of the first.
    """
    if axis is None:
        return None
    axes = as_list(axis) or (axis,)
    return frozenset(place for one in axes if (place := place_of(form, one)) is not None)


def place_of(form: Form, axis: object) -> int | None:
    """An axis counted from the first, or None."""
    if not isinstance(axis, int):
        return None
    if axis >= 0:
        return axis
    return None if form.ndim is None else axis + form.ndim


def refuse(form: Form, axis: object, function: DataFunction) -> None:
    """Refuses a function that goes along the rows.

    Raises:
        Mixed: It does.
    """
    along = places(form, axis)
    if form.rows is not None and (along is None or form.rows in along):
        how = "places" if function.by_place else "combined"
        raise Mixed(how, along=form.open or len(form.sizes) > 1)


def resized(given: Arguments, form: Array, axis: object, size: Callable[[int], Size]) -> Array:
    """What a function gives that makes an axis longer or shorter.

    Args:
        given: The arguments of the function.
        form: Of the array.
        axis: The one that it goes along.
        size: Gives the new size for one that is known.

    Raises:
        Mixed: It goes along the rows.
    """
    if not isinstance(form, Form) or axis is UNKNOWN:
        return UNKNOWN
    refuse(form, axis, given.function)
    place = place_of(form, axis)
    if form.open or place is None or not 0 <= place < len(form.sizes):
        return form if form.open else UNKNOWN
    known = form.sizes[place]
    new = size(known) if isinstance(known, int) else UNKNOWN
    return Form((*form.sizes[:place], new, *form.sizes[place + 1 :]))


def sizes_of(value: object) -> tuple[Size, ...] | None:
    """A shape that is given as an argument."""
    items = as_list(value)
    sizes = (value,) if items is None else items
    known = [size for size in sizes if isinstance(size, int | Mark)]
    return tuple(known) if len(known) == len(sizes) else None
