"""Functions that work element by element, or keep a tensor's shape in another way."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.catalog import facts
from wtspec.shapes.algebra.axes import place
from wtspec.shapes.algebra.broadcast import broadcast_all
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Tensor, flag, numbers_of
from wtspec.shapes.given import Given, Rule


def _like(given: Given, parameter: str) -> Abstract:
    return Tensor(given.shape(parameter))


def _together(given: Given, *parameters: str) -> Abstract:
    return Tensor(broadcast_all(given.shape(name) for name in parameters))


def _where(given: Given) -> Abstract:
    if given.is_none("x1") or given.is_none("x2"):
        return None
    return _together(given, "condition", "x1", "x2")


def _along(given: Given) -> Abstract:
    """Keeps the shape too, and looks at an axis if it is given one."""
    shape = given.shape("x")
    for axis in numbers_of(given["axis"]) or ():
        if shape is not None:
            place(shape, axis)
    return Tensor(shape)


def _flattening(given: Given) -> Abstract:
    """Keeps the shape if it is given an axis; without one the elements are taken in a row."""
    return UNKNOWN if given.is_none("axis") else _along(given)


def keeps_shape(activation: Abstract) -> bool:
    """Whether an activation is certainly one that keeps its input's shape."""
    if flag(activation) is not None or activation is None:
        return False
    name = getattr(activation, "value", "")
    return name is None or (isinstance(name, str) and facts(name).keeps_shape)


ELEMENTWISE: Mapping[str, Rule] = {
    "like": _like,
    "together": _together,
    "where": _where,
    "along": _along,
    "flattening": _flattening,
}
