"""Along which axes of the mesh each weight is cut, as its declaration and the groups say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtspec.errors import Span
from wtspec.model.describe import declared_weights
from wtspec.model.generated import Generated
from wtspec.model.paths import weights
from wtspec.model.pretrained.match import matches
from wtspec.model.stacks import ModelWeight, WeightSlice, identity
from wtspec.program.declared import Axes
from wtspec.program.training import Group

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Cut:
    """How one weight is to lie.

    Attributes:
        axes: An axis or None for each dim.
        span: Where that is said.
        group: The last one that matches the weight; None where its declaration says it.
    """

    axes: Axes
    span: Span
    group: Group | None


def weight_cuts(code: Generated, model: keras.Model) -> dict[str, Cut]:
    """By the weight's path in the spec; those that nothing speaks of are left out.

    Args:
        code: Says how.
        model: Built, with arrays or without.
    """
    program = code.program
    declared = {
        identity(one): Cut(weight.sharding, weight.sharding_span, None)
        for weight, one in declared_weights(code, model)
        if weight.sharding is not None and weight.sharding_span is not None
    }
    groups = program.training.groups if program.training is not None else ()
    found: dict[str, Cut] = {}
    for path, weight in weights(model).items():
        cut = declared.get(identity(weight))
        for group in groups:
            if group.sharding is not None and matches(group.match, path):
                cut = Cut(group.sharding, group.span, group)
        if cut is not None:
            found[path] = cut
    return found


def weight_axes(code: Generated, model: keras.Model) -> dict[str, Axes]:
    """By the weight's path in the spec; those that nothing cuts are left out.

    Args:
        code: Says how.
        model: Built, with arrays or without.
    """
    cuts = weight_cuts(code, model)
    return {path: cut.axes for path, cut in cuts.items() if any(cut.axes)}


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
