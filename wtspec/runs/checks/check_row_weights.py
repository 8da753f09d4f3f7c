"""Checks what rows weigh, before a model is trained on them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.rows import Rows
from wtspec.errors import Report, Span
from wtspec.program.program import Program


def check_row_weights(
    program: Program, parts: Mapping[str, Rows], weighed: Rows, report: Report
) -> None:
    """Notes `row-weights`: rows that weigh less than nothing, or all of them nothing.

    Args:
        program: Says what rows weigh.
        parts: Rows by part.
        weighed: Those to train on, as their classes weigh too.
        report: Takes the faults.
    """
    data, training = program.data, program.training
    span = data.weights.span if data is not None and data.weights is not None else None
    for part, rows in parts.items():
        negative = _first_negative(rows.weights)
        if negative is not None:
            report.error(
                "row-weights",
                f"a {part} row has a negative weight: training would move away from its target",
                span,
                expected="weights of 0 or more",
                received=f"{negative:g}",
            )
            return
    weights = weighed.weights
    if weights is not None and weights.size and not np.any(weights):
        by_class: Span | None = training.class_weight_span if training is not None else None
        report.error(
            "row-weights",
            "all train rows weigh 0: there is nothing to learn from",
            span or by_class,
            expected="a weight above 0 for some rows",
        )


def _first_negative(weights: np.ndarray | None) -> float | None:
    below = weights[weights < 0] if weights is not None else np.zeros(0)
    return float(below[0]) if below.size else None
