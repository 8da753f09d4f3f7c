"""Functions that make tensors of a shape that they are given."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.polynomial import ONE, Polynomial, bounds, constant, subtract
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.show import show_size
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Tensor, entries_of, size_of
from wtspec.shapes.given import Given, Rule
from wtspec.shapes.misfit import MisfitError


def _sized(given: Given) -> Abstract:
    shape = entries_of(given["shape"])
    check_sizes(shape)
    return Tensor(shape)


def check_sizes(shape: Shape | None) -> None:
    """Refuses a shape with a size below zero.

    Raises:
        MisfitError: `negative-size`.
    """
    for entry in shape or ():
        if isinstance(entry, Polynomial) and bounds(entry)[1] < 0:
            message = f"a size can't be below zero, but this is {show_size(entry)}"
            raise MisfitError("negative-size", message)


def _arange(given: Given) -> Abstract:
    start, stop = given["start"], given["stop"]
    if given.is_none("stop"):
        start, stop = constant(0), start
    if not (given.is_none("step") or given["step"] == ONE):
        return Tensor((None,))
    return Tensor((subtract(size_of(stop), size_of(start)),))


def _linspace(given: Given) -> Abstract:
    ends = given.shape("start"), given.shape("stop")
    if ends != ((), ()) or given.flag("retstep") is not False:
        return None
    return Tensor((size_of(given["num"]),))


def _square(given: Given, rows: str, columns: str = "") -> Abstract:
    first = size_of(given[rows])
    if not columns or given.is_none(columns):
        return Tensor((first, first))
    return Tensor((first, size_of(given[columns])))


def _categorical(given: Given) -> Abstract:
    shape = given.shape("logits")
    if shape is None or len(shape) != 2 or has_rest(shape):
        return UNKNOWN
    return Tensor((shape[0], size_of(given["num_samples"])))


CREATE: Mapping[str, Rule] = {
    "sized": _sized,
    "arange": _arange,
    "linspace": _linspace,
    "square": _square,
    "categorical": _categorical,
}
