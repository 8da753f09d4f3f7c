"""Along which axes of the mesh each weight is cut, as its declaration and the groups say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wtspec.model.describe import declared_weights
from wtspec.model.generated import Generated
from wtspec.model.paths import weights
from wtspec.model.pretrained.match import matches
from wtspec.model.stacks import ModelWeight, WeightSlice, identity
from wtspec.program.declared import Axes

if TYPE_CHECKING:
    import keras


def weight_axes(code: Generated, model: keras.Model) -> dict[str, Axes]:
    """By the weight's path in the spec; those that nothing cuts are left out.

    Args:
        code: Says how.
        model: Built, with arrays or without.
    """
    program, by_path = code.program, weights(model)
    declared = {identity(one): weight.sharding for weight, one in declared_weights(code, model)}
    groups = program.training.groups if program.training is not None else ()
    found: dict[str, Axes] = {}
    for path, weight in by_path.items():
        axes = declared.get(identity(weight))
        for group in groups:
            if group.sharding is not None and matches(group.match, path):
                axes = group.sharding
        if axes is not None and any(axes):
            found[path] = axes
    return found


def variable_axes(by_path: Mapping[str, ModelWeight], axes: Mapping[str, Axes]) -> dict[str, Axes]:
    """The same by the paths that Keras has for variables.

    Those of a scan are made one by one, and become stacks, whose first dims count the blocks.

    Args:
        by_path: The model's weights.
        axes: As `weight_axes` gives them.
    """
    found: dict[str, Axes] = {}
    for path, own in axes.items():
        weight = by_path[path]
        found[weight.path] = own
        if isinstance(weight, WeightSlice):
            found[weight.stack.path] = (None,) * len(weight.index) + own
    return found
