"""A plan as text for people and as JSON for machines."""

from __future__ import annotations

from dataclasses import asdict

from wtspec.errors.render import json_text
from wtspec.errors.visible import columns
from wtspec.errors.wrap import wrap
from wtspec.model.costs.device_bytes import DeviceBytes
from wtspec.model.outline import LayerOutline
from wtspec.model.plan import (
    LAYERS_HEAD,
    Cells,
    Plan,
    bytes_table,
    collectives_tables,
    layers_as_cells,
    told_of_step,
    weights_table,
)
from wtspec.model.weight_rows import Row
from wtspec.report.quantity import in_bytes, in_words
from wtspec.report.tables import GAP, align


def plan_as_text(plan: Plan, width: int | None = None) -> str:
    """The weights as a table, what they come to, and the model as an indented tree.

    Args:
        plan: Of any size.
        width: Of the terminal; None where lines may be of any length.
    """
    totals = "\n".join(wrap(_totals(plan), width))
    held = bytes_table(plan)
    tables = [_table(weights_table(plan), width), totals]
    tables += [_table(held, width)] if held is not None else []
    tables += [_table(cells, width) for cells in collectives_tables(plan)]
    told = told_of_step(plan)
    tables += ["\n".join(wrap(told, width))] if told is not None else []
    return "\n\n".join([*tables, _tree(plan.tree, width)])


def plan_as_json(plan: Plan) -> str:
    """The same as an object of `version` (1), totals, `weights` and the tree `model`.

    What is on each device stands under `device_bytes`, the sizes of the mesh under `mesh`, and what
    a step costs each device under `step`, where it was compiled.
    """
    report = {
        "version": 1,
        "parameters": plan.parameters,
        "trainable": plan.trainable,
        "bytes": plan.bytes,
        "mesh": None if plan.mesh is None else dict(plan.mesh),
        "device_bytes": None if plan.held is None else _held(plan.held),
        "step": None if plan.cost is None else asdict(plan.cost),
        "weights": [_row(row) for row in plan.rows],
        "model": asdict(plan.tree),
    }
    return json_text(report)


def _row(row: Row) -> dict[str, object]:
    return {**asdict(row), "device_bytes": row.device_bytes}


def _held(held: DeviceBytes) -> dict[str, object]:
    return {**asdict(held), "sum": held.sum}


def _table(cells: Cells, width: int | None) -> str:
    rows = [cells.head, *cells.rows]
    kept = list(range(len(cells.head)))
    for column in cells.spare:
        if width is None or _width(rows, kept) <= width:
            break
        kept.remove(column)
    return align(
        [[row[at] for at in kept] for row in rows],
        right=[kept.index(at) for at in cells.right if at in kept],
        width=width,
        cuts=[kept.index(at) for at in cells.cuts if at in kept],
    )


def _width(rows: list[tuple[str, ...]], kept: list[int]) -> int:
    widths = (max(columns(row[at]) for row in rows) for at in kept)
    return sum(widths) + len(GAP) * (len(kept) - 1)


def _totals(plan: Plan) -> str:
    frozen = plan.parameters - plan.trainable
    kinds = f", {plan.trainable:,} of them trainable" if frozen else ""
    about = f" ({in_words(plan.parameters)})" if plan.parameters >= 10_000 else ""
    return f"{plan.parameters:,} parameters{about}{kinds}; {in_bytes(plan.bytes)}"


def _tree(tree: LayerOutline, width: int | None) -> str:
    rows = [LAYERS_HEAD, *layers_as_cells(tree)]
    return align(rows, right=(3,), width=width, cuts=(1, 0))
