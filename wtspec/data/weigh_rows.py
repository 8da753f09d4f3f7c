"""Weighs rows as a spec weighs their classes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wtspec.data.class_weights import weigh_classes
from wtspec.data.rows import Rows
from wtspec.program.program import Program


def weigh_rows(program: Program, rows: Rows) -> Rows:
    """The rows, each weighing as much more as its class does."""
    class_weight = dict(program.training.class_weight) if program.training is not None else {}
    if not class_weight or not isinstance(rows.targets, np.ndarray):
        return rows
    return replace(rows, weights=weigh_classes(rows.targets, rows.weights, class_weight))
