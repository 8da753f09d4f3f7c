"""Functions that reduce axes."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import place
from wtspec.shapes.algebra.polynomial import ONE
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Several, Tensor, numbers_of
from wtspec.shapes.given import NONE, Given, Rule
from wtspec.shapes.misfit import MisfitError


def reduced(shape: Shape | None, axis: Abstract, keepdims: bool | None) -> Shape | None:
    """A shape without some axes, or with these of size 1.

    Raises:
        MisfitError: `axis-out-of-range`.
    """
    if shape is None or keepdims is None:
        return None
    if axis == NONE:
        if keepdims:
            return None if has_rest(shape) else (ONE,) * len(shape)
        return ()
    axes = numbers_of(axis)
    places = [place(shape, one) for one in axes] if axes is not None else [None]
    if None in places:
        return None
    if len(set(places)) < len(places):
        raise MisfitError("axis-out-of-range", f"an axis stands twice among {axes}")
    if keepdims:
        return tuple(ONE if index in places else entry for index, entry in enumerate(shape))
    return tuple(entry for index, entry in enumerate(shape) if index not in places)


def _reduce(given: Given) -> Abstract:
    keepdims = given.flag("keepdims") if "keepdims" in given.arguments else False
    return Tensor(reduced(given.shape("x"), given["axis"], keepdims))


def _norm(given: Given) -> Abstract:
    return _reduce(given) if given.is_none("ord") else UNKNOWN


def _moments(given: Given) -> Abstract:
    shape = reduced(given.shape("x"), given["axes"], given.flag("keepdims"))
    return Several((Tensor(shape), Tensor(shape)))


REDUCE: Mapping[str, Rule] = {"reduce": _reduce, "norm": _norm, "moments": _moments}
