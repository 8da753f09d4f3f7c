"""Reads the data of a model whose sizes depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.codegen.training.data import names_of_classes
from wtspec.data.learn.files import nothing_learned
from wtspec.data.learned import Learned
from wtspec.data.parts import read_parts
from wtspec.data.prepare import named_inputs
from wtspec.data.rows import Rows
from wtspec.errors import SpecError
from wtspec.program.program import Program
from wtspec.program.sizes import DataSizes, input_shapes
from wtspec.runs.assemble import Assembly
from wtspec.runs.part_rows import begin_rows


def learn_sizes(
    assembly: Assembly, data_root: Path, data: Mapping[str, ArrayLike] | None = None
) -> DataSizes:
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
    checked = assembly.checked
    program = checked.program
    classes = program.model.classes if program.model is not None else ()
    if program.data is None or not (classes or _has_open_sizes(program)):
        return DataSizes()
    try:
        preparer = assembly.preparer(nothing_learned(program, data_root))
        parts = read_parts(program, checked.spec.document, data_root, data, preparer.mask)
        preparer, rows = begin_rows(preparer, {"train": parts["train"]})
    except SpecError:
        if classes or data is not None:
            raise
        return DataSizes()
    return sizes_of(program, preparer.learned, rows["train"])


def sizes_of(program: Program, learned: Learned, rows: Rows) -> DataSizes:
    """The sizes that prepared rows, and what was learned from them, give a model."""
    names = names_of_classes(program)
    shapes = named_inputs(program, rows)
    return DataSizes(
        {column: learned.classes(name) for column, name in names.items()},
        {name: (None, *array.shape[1:]) for name, array in shapes.items()},
    )


def _has_open_sizes(program: Program) -> bool:
    if program.model is None:
        return False
    try:
        shapes = input_shapes(program, {})
    except SpecError:  # not even the number of dims is known
        return True
    return any(size is None for shape in shapes.values() for size in shape[1:])
