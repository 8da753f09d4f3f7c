"""What a model will be: its weights as a table and its layers as a tree, with no array made."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wtspec.errors.render.html import folded, heading, image, never_raising, paragraph, table
from wtspec.errors.visible import visible
from wtspec.graph import Graph
from wtspec.model.abstract import build_abstract
from wtspec.model.costs.device_bytes import BYTES_HEAD, DeviceBytes, bytes_as_cells
from wtspec.model.costs.step_cost import (
    COMPILED_FOR,
    KINDS_HEAD,
    MOST_PLACES,
    PLACES_HEAD,
    StepCost,
    kinds_as_cells,
    places_as_cells,
)
from wtspec.model.generated import Generated
from wtspec.model.groups import apply_groups
from wtspec.model.make_model import NO_DATA
from wtspec.model.outline import LayerOutline, outline
from wtspec.model.pretrained.load import check_pretrained
from wtspec.model.weight_rows import (
    CUT_WEIGHTS_HEAD,
    WEIGHTS_HEAD,
    Row,
    cut_weights_as_cells,
    weight_rows,
    weights_as_cells,
)
from wtspec.program.sizes import DataSizes
from wtspec.report.quantity import in_bytes, in_flops
from wtspec.report.tables import in_brackets

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Plan:
    """A model before it exists.

    Attributes:
        rows: The weights in the order of the file.
        tree: The model, with the layers in it.
        mesh: The size of each axis; None for a single device.
        held: What a device holds; None where only the weights are planned.
        cost: What a step of training costs a device; None where none was compiled.
        draw: Gives what a picture of the model has.
    """

    rows: tuple[Row, ...]
    tree: LayerOutline
    mesh: Mapping[str, int] | None = None
    held: DeviceBytes | None = None
    cost: StepCost | None = None
    draw: Callable[[], Graph] | None = field(default=None, repr=False, compare=False)

    @property
    def parameters(self) -> int:
        """All numbers in all weights."""
        return sum(row.parameters for row in self.rows)

    @property
    def trainable(self) -> int:
        """Those that training changes."""
        return sum(row.parameters for row in self.rows if row.trainable)

    @property
    def bytes(self) -> int:
        """What all weights take in memory."""
        return sum(row.bytes for row in self.rows)

    def __repr__(self) -> str:
        return f"<Plan {visible(self.tree.name)}: {self.totals}>"

    def _repr_html_(self) -> str:
        """What a notebook shows of it: its weights, its layers, its picture."""
        return never_raising(_as_html)(self)

    @property
    def place(self) -> str:
        """What the bytes of `held` are on."""
        if self.mesh is None:
            return "the device"
        axes = ", ".join(f"{axis} {size}" for axis, size in self.mesh.items())
        return f"each of {math.prod(self.mesh.values()):,} devices ({axes})"

    @property
    def totals(self) -> str:
        """What all of it comes to, in a sentence."""
        weights = f"{len(self.rows):,} {'weight' if len(self.rows) == 1 else 'weights'}"
        frozen = self.parameters - self.trainable
        kinds = f", {self.trainable:,} of them trainable" if frozen else ""
        return f"{self.parameters:,} parameters in {weights}{kinds}; {in_bytes(self.bytes)}"


def plan(
    code: Generated,
    sizes: DataSizes = NO_DATA,
    root: Path | None = None,
) -> Plan:
    """The plan of a program's model, its frozen weights as `train` says.

    The arguments are those of `build_model`, but for `root`: where it is given, the model is
    compared with the header of the file that its first weights come from.

    Raises:
        SpecError: What building the model would raise, what `check_pretrained` raises, and groups
            that match nothing.
    """
    model = build_abstract(code, sizes)
    if root is not None:
        check_pretrained(code, model, root)
    apply_groups(code.program, model)
    return plan_of(code, model)


def plan_of(code: Generated, model: keras.Model, mesh: Mapping[str, int] | None = None) -> Plan:
    """The plan of a model that was built without arrays, its groups applied.

    Args:
        code: What it was built from.
        model: Built.
        mesh: The size of each axis; None for a single device.
    """
    return Plan(weight_rows(code, model, mesh), outline(code, model), mesh)


class Cells(NamedTuple):
    """A table.

    Attributes:
        right: The columns of numbers.
        spare: Those that are left out where there is no room, in turn.
        cuts: Those whose texts are cut then, in turn.
    """

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    right: tuple[int, ...]
    spare: tuple[int, ...] = ()
    cuts: tuple[int, ...] = (0,)


def weights_table(one: Plan) -> Cells:
    """The weights; on a mesh with how they are cut."""
    if one.mesh is not None:
        return Cells(CUT_WEIGHTS_HEAD, cut_weights_as_cells(one.rows), (5, 6), (5, 4), (0,))
    return Cells(WEIGHTS_HEAD, weights_as_cells(one.rows), (4, 5), cuts=(3, 0))


def bytes_table(one: Plan) -> Cells | None:
    """What a device holds; None where that is no more than the weights."""
    held = one.held
    if held is None or (held.rows is None and one.mesh is None):
        return None
    temporary = one.cost.temporary_bytes if one.cost is not None else None
    return Cells((f"on {one.place}", *BYTES_HEAD), bytes_as_cells(held, temporary), (1, 2))


def collectives_tables(one: Plan) -> list[Cells]:
    """What devices exchange in a step, by kind and by place; the largest places."""
    cost = one.cost
    if cost is None or not cost.operations:
        return []
    kinds = Cells(KINDS_HEAD, kinds_as_cells(cost), (1, 2, 3, 4))
    largest = places_as_cells(cost.collectives[:MOST_PLACES])
    return [kinds, Cells(PLACES_HEAD, largest, (4, 5), cuts=(3,))]


def told_of_step(one: Plan) -> str | None:
    """What a compiled step comes to, in a few sentences; None where none was compiled."""
    cost = one.cost
    if cost is None:
        return None
    flops = in_flops(cost.flops)
    said = [f"A step takes {flops} on {one.place}, in products and convolutions."]
    if not cost.operations:
        said.append("Devices exchange nothing in it.")
    left = len(cost.collectives) - MOST_PLACES
    if left > 0:
        places = "place that exchanges less is" if left == 1 else "places that exchange less are"
        said.append(f"{left:,} {places} not shown; `--json` has all.")
    if cost.has_open_loops:
        said.append("A loop of unknown length counts as one round.")
    return " ".join((*said, COMPILED_FOR))


LAYERS_HEAD = ("layer", "class", "output", "parameters")


def layers_as_cells(branch: LayerOutline, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """The layers as rows of a table under `LAYERS_HEAD`, those in others indented."""
    shape = in_brackets(branch.shape) if branch.shape is not None else ""
    yield "  " * depth + branch.name, branch.kind, shape, f"{branch.parameters:,}"
    for inner in branch.inner:
        yield from layers_as_cells(inner, depth + 1)


def _as_html(one: Plan) -> str:
    layers = list(layers_as_cells(one.tree))
    held = bytes_table(one)
    tables = [weights_table(one), *([held] if held else ()), *collectives_tables(one)]
    told = told_of_step(one)
    return "".join(
        (
            heading("plan", one.tree.name, one.totals),
            *(table(cells.head, cells.rows, cells.right) for cells in tables),
            paragraph(told) if told is not None else "",
            folded("layers", table(LAYERS_HEAD, layers, right=(3,))),
            _picture(one),
        )
    )


def _picture(one: Plan) -> str:
    """The model as an image of its own, in which nothing acts; nothing where it can't be drawn."""
    if one.draw is None:
        return ""
    with suppress(Exception):  # too large to draw, or without what draws
        from wtspec.report.draw import draw_svg

        return folded(
            "picture", image(draw_svg(one.draw(), theme="light"), one.tree.name), is_open=True
        )
    return ""
