"""Reads the data of a model whose sizes depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.data.learned import Learned
from wtspec.errors import SpecError
from wtspec.model.build import Shape
from wtspec.model.build import input_shapes as declared_shapes
from wtspec.program.declared import Program
from wtspec.runs.assemble import Assembly
from wtspec.runs.read_parts import read_parts
from wtspec.train.rows import Rows


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a model takes from its data.

    Attributes:
        classes: How many classes each looked-up column has that the model asks about.
        shapes: The shape of each input, the batch first.
    """

    classes: Mapping[str, int] = field(default_factory=dict[str, int])
    shapes: Mapping[str, Shape] = field(default_factory=dict[str, Shape])


def learn_sizes(
    assembly: Assembly, data_root: Path, data: Mapping[str, ArrayLike] | None = None
) -> Sizes:
    """The sizes that a model leaves to its data; nothing is read where it leaves none.

    Data that can't be read matter only where the model asks for `classes(…)`: another size may
    stay open.

    Args:
        assembly: The spec as code.
        data_root: No data file may lie outside it.
        data: Columns that stand in for the spec's `source`.

    Raises:
        SpecError: What is wrong with the data.
    """
    program = assembly.checked.program
    classes = program.model.classes if program.model is not None else ()
    if program.data is None or not (classes or _has_open_sizes(program)):
        return Sizes()
    preparer = assembly.preparer(Learned())
    try:
        rows = preparer.rows(read_parts(assembly.checked, data_root, data)["train"])
    except SpecError:
        if classes or data is not None:
            raise
        return Sizes()
    counts = {name: preparer.learned.classes(name) for name in classes}
    return Sizes(counts, input_shapes(program, rows))


def input_shapes(program: Program, rows: Rows) -> dict[str, Shape]:
    """The shape of each input, the batch first."""
    names = [name for name, _ in program.data.inputs] if program.data else []
    named = rows.inputs if isinstance(rows.inputs, dict) else dict.fromkeys(names, rows.inputs)
    return {name: (None, *array.shape[1:]) for name, array in named.items()}


def _has_open_sizes(program: Program) -> bool:
    if program.model is None:
        return False
    try:
        found = declared_shapes(program, {})
    except SpecError:  # not even the number of dims is known
        return True
    shapes = found.values() if isinstance(found, dict) else (found,)
    return any(size is None for shape in shapes for size in shape[1:])
