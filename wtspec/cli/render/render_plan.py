"""A plan as text for people and as JSON for machines."""

from __future__ import annotations

from dataclasses import asdict

from wtspec.errors.render import json_text
from wtspec.errors.wrap import wrap
from wtspec.model.outline import LayerOutline
from wtspec.model.plan import (
    LAYERS_HEAD,
    WEIGHTS_HEAD,
    Plan,
    layers_as_cells,
    weights_as_cells,
)
from wtspec.report.quantity import in_bytes, in_words
from wtspec.report.tables import align


def plan_as_text(plan: Plan, width: int | None = None) -> str:
    """The weights as a table, what they come to, and the model as an indented tree.

    Args:
        plan: Of any size.
        width: Of the terminal; None where lines may be of any length.
    """
    totals = "\n".join(wrap(_totals(plan), width))
    return f"{_weights(plan, width)}\n\n{totals}\n\n{_tree(plan.tree, width)}"


def plan_as_json(plan: Plan) -> str:
    """The same as an object of `version` (1), totals, `weights` and the tree `model`."""
    report = {
        "version": 1,
        "parameters": plan.parameters,
        "trainable": plan.trainable,
        "bytes": plan.bytes,
        "weights": [asdict(row) for row in plan.rows],
        "model": asdict(plan.tree),
    }
    return json_text(report)


def _weights(plan: Plan, width: int | None) -> str:
    rows = [WEIGHTS_HEAD, *weights_as_cells(plan)]
    return align(rows, right=(4, 5), width=width, cuts=(3, 0))


def _totals(plan: Plan) -> str:
    frozen = plan.parameters - plan.trainable
    kinds = f", {plan.trainable:,} of them trainable" if frozen else ""
    about = f" ({in_words(plan.parameters)})" if plan.parameters >= 10_000 else ""
    return f"{plan.parameters:,} parameters{about}{kinds}; {in_bytes(plan.bytes)}"


def _tree(tree: LayerOutline, width: int | None) -> str:
    rows = [LAYERS_HEAD, *layers_as_cells(tree)]
    return align(rows, right=(3,), width=width, cuts=(1, 0))
