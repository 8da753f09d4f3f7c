"""A model's weights as they are read for looking at and saving: part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from wtspec.model.mesh.hold import brought
from wtspec.model.mesh.parts import Bounds, is_laid, own_parts, whole
from wtspec.model.processes.join import is_first
from wtspec.model.stacks import ModelWeight, WeightSlice

if TYPE_CHECKING:
    import keras
    import numpy as np


class WeightPart(NamedTuple):
    """A part of a weight.

    Attributes:
        path: The weight's.
        bounds: Where it lies in the weight.
        values: In the memory of the host.
    """

    path: str
    bounds: Bounds
    values: np.ndarray


def weight_parts(weights: Mapping[str, ModelWeight]) -> Iterator[WeightPart]:
    """Each part of each weight, once among all processes; a weight that is not cut is one part.

    Those of a stack come one after the other, whatever their order in `weights`.
    """
    alike: dict[int, list[tuple[str, ModelWeight]]] = {}
    for path, weight in weights.items():
        alike.setdefault(id(_variable(weight)), []).append((path, weight))
    for same in alike.values():
        for bounds, values in _parts(_variable(same[0][1])):
            for path, weight in same:
                index = weight.index if isinstance(weight, WeightSlice) else ()
                yield WeightPart(path, bounds[len(index) :], values[index])


def _parts(variable: keras.Variable) -> Iterator[tuple[Bounds, np.ndarray]]:
    import numpy as np

    value = variable.value
    if is_laid(value):
        for bounds, part in own_parts(value):
            yield bounds, np.asarray(brought({0: part})[0])
    elif is_first():
        values = np.asarray(value)
        yield whole(values.shape), values


def _variable(weight: ModelWeight) -> keras.Variable:
    return weight.stack if isinstance(weight, WeightSlice) else weight
