"""Windows that slide along an axis."""

from __future__ import annotations

from wtspec.shapes.algebra.polynomial import (
    Size,
    add,
    constant,
    floor_divide,
    number,
    subtract,
)
from wtspec.shapes.misfit import MisfitError


def windows(size: Size, window: int, stride: int, padding: str | None, dilation: int) -> Size:
    """At how many places a window fits; None where a size that is not plain decides.

    Raises:
        MisfitError: `window-too-large`.
    """
    if padding in ("same", "causal"):
        if stride == 1:
            return size
        return floor_divide(add(size, constant(stride - 1)), constant(stride))
    reach = dilation * (window - 1)
    if padding != "valid" or (number(size) is None and stride != 1):
        return None
    known = number(size)
    if known is not None and 0 < known <= reach:  # Keras lets what is empty stay so
        message = f"a window of {reach + 1} does not fit into an axis of {known}"
        raise MisfitError("window-too-large", f"{message} of {{0}}")
    return add(floor_divide(subtract(size, constant(reach + 1)), constant(stride)), constant(1))
