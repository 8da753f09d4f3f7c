"""What the entries of an output are read as."""

from __future__ import annotations

from typing import Literal

import numpy as np

from wtspec.data.units.restore import Restorer
from wtspec.language import Expression
from wtspec.program.answers.answer import Answer

ReadAs = Literal["classes", "tags", "values"]
"""One of several classes; each entry for itself, true or not; values on a scale."""


def read_as(restorer: Restorer, formula: Expression, told: Answer, output: np.ndarray) -> ReadAs:
    """What an output is read as.

    Args:
        restorer: Of the program.
        formula: Of the target.
        told: What its loss says.
        output: `[rows, …]`, of at least one row.
    """
    if told.kind == "values" or (
        told.kind == "yes or no" and _is_scaled(restorer, formula, output)
    ):
        return "values"
    is_single = output.ndim == 1 or output.shape[-1] == 1
    return "classes" if told.kind == "classes" or is_single else "tags"


def _is_scaled(restorer: Restorer, formula: Expression, output: np.ndarray) -> bool:
    """Whether 0 and 1 stand for other numbers, as after `minmax`: a share, and no class."""
    low, high = (restorer.restore(formula, np.full_like(output[:1], end)) for end in (0, 1))
    if low is None or high is None:
        return False
    return not np.allclose(np.abs(high.values - low.values), 1, rtol=1e-6, atol=0)
