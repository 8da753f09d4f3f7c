"""What a model will be: its weights as a table and its layers as a tree, with no array made."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wtspec.errors.render.html import folded, heading, image, never_raising, table
from wtspec.errors.visible import visible
from wtspec.graph import Graph
from wtspec.model.abstract import build_abstract
from wtspec.model.build import NO_DATA
from wtspec.model.describe import default_initializer, initializers
from wtspec.model.generated import Generated
from wtspec.model.groups import apply_groups
from wtspec.model.outline import LayerOutline, outline
from wtspec.model.paths import weights
from wtspec.model.pretrained.load import check_pretrained
from wtspec.model.pretrained.storage import stored_dtype
from wtspec.model.stacks import ModelWeight, identity
from wtspec.program.sizes import DataSizes
from wtspec.report.quantity import in_bytes
from wtspec.report.tables import in_brackets

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, slots=True)
class Row:
    """A weight.

    Attributes:
        initializer: As the file writes it; for a weight of Keras's own, by its name in specs.
        parameters: How many numbers it holds.
        bytes: What they take in memory.
    """

    path: str
    shape: tuple[int, ...]
    dtype: str
    initializer: str
    trainable: bool
    parameters: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A model before it exists.

    Attributes:
        rows: The weights in the order of the file.
        tree: The model, with the layers in it.
        draw: Gives what a picture of the model has.
    """

    rows: tuple[Row, ...]
    tree: LayerOutline
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
    return Plan(weight_rows(code, model), outline(code, model))


def weight_rows(code: Generated, model: keras.Model) -> tuple[Row, ...]:
    """The weights of a model that was built, with values or without, in the order of the file."""
    declared = initializers(code, model)
    return tuple(
        _row(path, variable, declared.get(identity(variable)) or default_initializer(variable))
        for path, variable in _in_declared_order(weights(model), list(declared))
    )


def _in_declared_order(
    by_path: Mapping[str, ModelWeight], declared: list[tuple[int, ...]]
) -> list[tuple[str, ModelWeight]]:
    """Keras lists those of a layer's weights first that train."""
    known = {identity(variable): (path, variable) for path, variable in by_path.items()}
    ordered = [known[one] for one in declared if one in known]
    rest, own = iter(ordered), set(declared)
    return [next(rest) if identity(item[1]) in own else item for item in by_path.items()]


def _row(path: str, variable: ModelWeight, initializer: str) -> Row:
    import jax.numpy as jnp

    dtype, shape = stored_dtype(variable), tuple(variable.shape)
    parameters = math.prod(shape)
    return Row(
        path=path,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        trainable=variable.trainable,
        parameters=parameters,
        bytes=parameters * jnp.dtype(dtype).itemsize,
    )


WEIGHTS_HEAD = ("path", "shape", "dtype", "initializer", "parameters", "bytes")
LAYERS_HEAD = ("layer", "class", "output", "parameters")


def weights_as_cells(one: Plan) -> list[tuple[str, ...]]:
    """The weights as rows of a table under `WEIGHTS_HEAD`."""
    return [
        (
            row.path,
            in_brackets(row.shape),
            row.dtype,
            row.initializer + ("" if row.trainable else " (frozen)"),
            f"{row.parameters:,}",
            f"{row.bytes:,}",
        )
        for row in one.rows
    ]


def layers_as_cells(branch: LayerOutline, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """The layers as rows of a table under `LAYERS_HEAD`, those in others indented."""
    shape = in_brackets(branch.shape) if branch.shape is not None else ""
    yield "  " * depth + branch.name, branch.kind, shape, f"{branch.parameters:,}"
    for inner in branch.inner:
        yield from layers_as_cells(inner, depth + 1)


def _as_html(one: Plan) -> str:
    layers = list(layers_as_cells(one.tree))
    return "".join(
        (
            heading("plan", one.tree.name, one.totals),
            table(WEIGHTS_HEAD, weights_as_cells(one), right=(4, 5)),
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
