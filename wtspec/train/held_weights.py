"""What callbacks keep of a model's weights: on a mesh, the parts that devices have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import keras
import numpy as np

from wtspec.model.mesh.assign import put_value
from wtspec.model.mesh.hold import hold
from wtspec.model.mesh.parts import (
    HeldParts,
    held_parts,
    is_cut,
    is_on_mesh,
    owners,
    read_part,
    whole,
)

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Source

KINDS = (np.ndarray, HeldParts)
"""What a weight is kept as."""


@contextmanager
def giving_parts(model: keras.Model) -> Iterator[None]:
    """Within it a model on a mesh gives callbacks its weights in parts, and takes them so.

    Keras's `get_weights` would have each weight whole.
    """
    if not is_on_mesh(model):
        yield
        return

    def get_weights() -> list[np.ndarray | HeldParts]:
        return [_copy(one) for one in model.weights]

    def set_weights(weights: Sequence[Source]) -> None:
        for one, value in zip(model.weights, weights, strict=True):
            put_value(one, value)

    own = {"get_weights": get_weights, "set_weights": set_weights}
    model.__dict__.update(own)
    try:
        yield
    finally:
        for name in own:
            del model.__dict__[name]


def held_like(weight: keras.Variable, source: Source) -> np.ndarray | HeldParts:
    """What was kept of a weight, in parts if the weight lies in parts now."""
    value = weight.value
    if not is_cut(value):
        return np.asarray(read_part(source, whole(source.shape)))
    parts = {bounds: read_part(source, bounds) for bounds in held_parts(value)}
    return HeldParts(tuple(value.shape), np.dtype(value.dtype), parts, owners(value))


def _copy(weight: keras.Variable) -> np.ndarray | HeldParts:
    value = weight.value
    return hold(value, copied=True) if is_cut(value) else np.array(value.addressable_data(0))
