"""Gives variables their values, wherever they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtspec.model.mesh.parts import Source, is_laid, lay_out, whole

if TYPE_CHECKING:
    import keras


def put_value(variable: keras.Variable, source: Source) -> None:
    """Sets a variable's value; of one that is cut, each device is given its part alone."""
    import jax
    import numpy as np

    value = variable.value
    if is_laid(value):
        variable.assign(lay_out(source, value.sharding, value.dtype))
    elif isinstance(source, np.ndarray | jax.Array):
        variable.assign(source)
    else:
        variable.assign(source.read(whole(source.shape)))
