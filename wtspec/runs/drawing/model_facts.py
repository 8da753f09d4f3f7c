"""What a plan says of the weights and layers in a picture."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.graph import ModelFacts, WeightFacts
from wtspec.graph.facts import Sizes
from wtspec.model.outline import LayerOutline
from wtspec.model.plan import Plan


def model_facts(plan: Plan) -> ModelFacts:
    """The plan, as a graph takes it."""
    weights = {
        row.path: WeightFacts(row.shape, row.dtype, row.initializer, row.trainable)
        for row in plan.rows
    }
    outputs = {path: shape for one in plan.tree.inner for path, shape in _outputs(one, "")}
    return ModelFacts(weights, outputs)


def _outputs(layer: LayerOutline, above: str) -> Iterator[tuple[str, Sizes]]:
    path = f"{above}/{layer.name}" if above else layer.name
    if layer.shape is not None:
        yield path, layer.shape
    for inner in layer.inner:
        yield from _outputs(inner, path)
