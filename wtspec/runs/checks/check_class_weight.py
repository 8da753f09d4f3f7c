"""Checks `class_weight` against the classes that the rows have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.class_weights import class_labels
from wtspec.data.rows import Rows
from wtspec.errors import Report, related_to
from wtspec.language import Expression
from wtspec.program.compared import shown
from wtspec.program.program import Program

_MOST_SHOWN = 8


def check_class_weight(program: Program, parts: Mapping[str, Rows], report: Report) -> None:
    """Notes `class-weight-targets`: targets that are no classes, weights of none that there is."""
    training, data = program.training, program.data
    targets = [rows.targets for rows in parts.values() if isinstance(rows.targets, np.ndarray)]
    if training is None or data is None or not training.class_weight or not targets:
        return
    fault = _fault(targets, parts["train"].weights, dict(training.class_weight))
    if fault is not None:
        message, expected, received = fault
        span = data.targets.span if isinstance(data.targets, Expression) else None
        report.error(
            "class-weight-targets",
            message,
            training.class_weight_span,
            expected=expected,
            received=received,
            related=related_to("the targets", span),
        )


def _fault(
    targets: list[np.ndarray], weights: np.ndarray | None, class_weight: Mapping[int, float]
) -> tuple[str, str, str] | None:
    """What is wrong, what was expected, what was received."""
    odd = [one[one != np.round(one)] for one in targets if one.ndim == 1]
    if any(one.size for one in odd):
        first = next(one[0] for one in odd if one.size)
        return "`class_weight` weighs classes, and the targets are numbers", "labels", f"{first:g}"
    labels = [class_labels(one) for one in targets]
    if weights is not None and weights.shape != labels[0].shape:
        message = "the weights of rows have another shape than those of their classes"
        return message, shown(labels[0].shape), shown(weights.shape)
    known = sorted({int(label) for one in labels for label in np.unique(one)})
    missing = sorted(set(class_weight) - set(known))
    if not missing:
        return None
    more = ", …" if len(known) > _MOST_SHOWN else ""
    classes = ", ".join(map(str, known[:_MOST_SHOWN])) + more
    return "`class_weight` weighs a class that no row is of", classes, str(missing[0])
