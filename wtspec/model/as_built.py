"""A plan as the graph room takes it: what a picture of the model says besides the program."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.graph import BuiltModel, BuiltWeight
from wtspec.model.make_model import NO_DATA
from wtspec.model.outline import LayerOutline
from wtspec.model.plan import Plan
from wtspec.program.sizes import DataSizes


def as_built(plan: Plan, sizes: DataSizes = NO_DATA) -> BuiltModel:
    """What a plan knows of a model.

    Args:
        sizes: What the plan was made with.
    """
    weights = {
        row.path: BuiltWeight(row.shape, row.dtype, row.initializer, row.trainable)
        for row in plan.rows
    }
    return BuiltModel(weights, dict(_outputs(plan.tree, "")), sizes)


def _outputs(layer: LayerOutline, path: str) -> Iterator[tuple[str, tuple[int | None, ...]]]:
    for inner in layer.inner:
        own = f"{path}{inner.name}"
        if inner.shape is not None:
            yield own, inner.shape
        yield from _outputs(inner, f"{own}/")
