"""Reads the data of a model whose sizes depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from numpy.typing import ArrayLike

from wtspec.data.learned import Learned
from wtspec.runs.assemble import Assembly
from wtspec.runs.read_parts import read_parts


def learn_classes(
    assembly: Assembly, data_root: Path, data: Mapping[str, ArrayLike] | None = None
) -> dict[str, int]:
    """How many classes each looked-up column has that the model asks about.

    Nothing is read where it asks about none.

    Args:
        assembly: The spec as code.
        data_root: No data file may lie outside it.
        data: Columns that stand in for the spec's `source`.

    Raises:
        SpecError: What is wrong with the data.
    """
    model = assembly.checked.program.model
    if model is None or not model.classes:
        return {}
    preparer = assembly.preparer(Learned())
    preparer.rows(read_parts(assembly.checked, data_root, data)["train"])
    return {name: preparer.learned.classes(name) for name in model.classes}
