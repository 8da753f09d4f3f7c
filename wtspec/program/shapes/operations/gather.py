"""Functions that pick elements."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.program.shapes.given import Given, Rule
from wtspec.program.shapes.values import (
    UNKNOWN,
    Abstract,
    Several,
    Tensor,
    has_rest,
    place,
    size_of,
)


def _take(given: Given) -> Abstract:
    shape, indices = given.shape("x"), given.shape("indices")
    if given.is_none("axis"):
        return Tensor(indices)
    axis = given.whole("axis")
    index = place(shape, axis) if shape is not None and axis is not None else None
    if shape is None or indices is None or index is None:
        return UNKNOWN
    if has_rest(shape) and has_rest(indices):
        return UNKNOWN
    return Tensor((*shape[:index], *indices, *shape[index + 1 :]))


def _one_hot(given: Given) -> Abstract:
    shape, axis = given.shape("x"), given.whole("axis")
    if shape is None or axis != -1 or given.flag("sparse") is not False:
        return UNKNOWN
    return Tensor((*shape, size_of(given["num_classes"])))


def _top_k(given: Given) -> Abstract:
    shape = given.shape("x")
    if not shape or has_rest(shape[-1:]):
        return Several((UNKNOWN, UNKNOWN))
    found = Tensor((*shape[:-1], size_of(given["k"])))
    return Several((found, found))


GATHER: Mapping[str, Rule] = {"take": _take, "one_hot": _one_hot, "top_k": _top_k}
