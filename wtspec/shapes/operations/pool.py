"""Functions that pool what windows see."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.shapes.algebra.polynomial import Size
from wtspec.shapes.algebra.shape import has_rest
from wtspec.shapes.algebra.values import UNKNOWN, Abstract, Tensor, numbers_of, size_of
from wtspec.shapes.algebra.windows import windows
from wtspec.shapes.given import Given, Rule


def _pool(given: Given) -> Abstract:
    shape, padding = given.shape("inputs"), given.text("padding")
    plain = given.is_none("data_format") or given.text("data_format") == "channels_last"
    if shape is None or has_rest(shape) or len(shape) < 3 or not plain:
        return UNKNOWN
    sizes = [size_of(entry) for entry in shape[1:-1]]
    reach = _each(given["pool_size"], len(sizes))
    steps = reach if given.is_none("strides") else _each(given["strides"], len(sizes))
    places: list[Size] = [None for _ in sizes]
    if reach is not None and steps is not None:
        axes = zip(sizes, reach, steps, strict=True)
        places = [windows(size, window, step, padding, 1) for size, window, step in axes]
    return Tensor((shape[0], *places, shape[-1]))


def _each(value: Abstract, count: int) -> list[int] | None:
    """A number for each axis, or one for all of them."""
    numbers = numbers_of(value)
    if numbers is None or min(numbers, default=0) < 1:
        return None
    return numbers * count if len(numbers) == 1 else numbers if len(numbers) == count else None


POOL: Mapping[str, Rule] = {"pool": _pool}
