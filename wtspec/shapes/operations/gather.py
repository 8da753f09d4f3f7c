"""Functions that pick elements."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.axes import place, replaced
from wtspec.shapes.algebra.broadcast import broadcast
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.shape import has_rest
from wtspec.shapes.algebra.show import count_axes
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Several, Tensor, size_of
from wtspec.shapes.given import Given, Rule
from wtspec.shapes.misfit import End, MisfitError


def _take(given: Given) -> Abstract:
    indices = given.shape("indices")
    if given.is_none("axis"):
        return Tensor(indices)
    along = given.along()
    if along is None or indices is None:
        return UNKNOWN
    shape, index = along
    if has_rest(shape) and has_rest(indices):
        return UNKNOWN
    return Tensor(replaced(shape, index, *indices))


def _one_hot(given: Given) -> Abstract:
    shape, axis = given.shape("x"), given.whole("axis")
    if shape is None or axis is None or given.flag("sparse") is not False:
        return UNKNOWN
    index = len(shape) if axis == -1 else place(shape, axis) if axis >= 0 else None
    if index is None:
        return UNKNOWN
    return Tensor((*shape[:index], size_of(given["num_classes"]), *shape[index:]))


def _along(given: Given) -> Abstract:
    """Of the indices' shape, but for axes of size 1 that are broadcast."""
    shape, indices = given.shape("x"), given.shape("indices")
    axis = given.whole("axis")
    if shape is None or indices is None or axis is None or has_rest(shape) or has_rest(indices):
        return UNKNOWN
    if len(shape) != len(indices):
        message = f"{{x}} has {count_axes(len(shape))}, but {{indices}} has {len(indices)}"
        raise MisfitError("rank-mismatch", message)
    index = place(shape, axis)
    others = [tuple(one for i, one in enumerate(each) if i != index) for each in (shape, indices)]
    others_joined = broadcast(*others)
    if others_joined is None or index is None:
        return UNKNOWN
    return Tensor((*others_joined[:index], indices[index], *others_joined[index:]))


def _top_k(given: Given) -> Abstract:
    shape = given.shape("x")
    if not shape or has_rest(shape[-1:]):
        return Several((UNKNOWN, UNKNOWN))
    size, wanted = number(shape[-1]), given.whole("k")
    if size is not None and wanted is not None and wanted > size:
        message = f"there are no {wanted} largest among the {{size}} of {{x}}"
        raise MisfitError("shape-mismatch", message, size=End("x", -1, shape[-1]))
    largest = Tensor((*shape[:-1], size_of(given["k"])))
    return Several((largest, largest))


GATHER: Mapping[str, Rule] = {
    "take": _take,
    "take_along_axis": _along,
    "one_hot": _one_hot,
    "top_k": _top_k,
}
