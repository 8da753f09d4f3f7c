"""Checks `class_weight` against the classes that the rows have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wtspec.data.class_weights import class_labels, text_of
from wtspec.data.labels.class_factors import label_of
from wtspec.data.labels.labels import Labels
from wtspec.data.rows import Rows
from wtspec.errors import Report, did_you_mean, related_to
from wtspec.language import Expression
from wtspec.program.answers.answer import compares_values
from wtspec.program.compared import shown
from wtspec.program.program import Program
from wtspec.program.training import Training

_MOST_SHOWN = 8

Fault = tuple[str, str, str, str | None]
"""What is wrong, what was expected, what was received, what helps."""


def check_class_weight(
    program: Program, parts: Mapping[str, Rows], labels: Labels | None, report: Report
) -> None:
    """Notes `class-weight-targets`: targets that are no classes, weights of none that there is.

    Args:
        program: Says what classes weigh.
        parts: Rows by part.
        labels: The names of the classes, where they are looked up.
        report: Takes the fault.
    """
    training, data = program.training, program.data
    targets = [rows.targets for rows in parts.values() if isinstance(rows.targets, np.ndarray)]
    if training is None or data is None or not training.class_weight or not targets:
        return
    fault = (
        _of_targets(targets, parts["train"].weights)
        or _of_values(program, training, targets, labels)
        or _of_keys(training, targets, labels)
    )
    if fault is not None:
        message, expected, received, help = fault
        span = data.targets.span if isinstance(data.targets, Expression) else None
        report.error(
            "class-weight-targets",
            message,
            training.class_weight_span,
            expected=expected,
            received=received,
            help=help,
            related=related_to("the targets", span),
        )


def _of_targets(targets: Sequence[np.ndarray], weights: np.ndarray | None) -> Fault | None:
    for one in targets:
        odd = one[one != np.round(one)] if _has_labels(one) else one[:0]
        if odd.size:
            message = "`class_weight` weighs classes, and the targets are numbers"
            return message, "labels", f"{odd[0]:g}", None
        if _has_several(one):
            message = "`class_weight` weighs classes, and rows have several of them"
            return message, "one class a row", "vectors with more than a single 1", None
    labels = class_labels(targets[0])
    if weights is not None and weights.shape != labels.shape:
        message = "the weights of rows have another shape than those of their classes"
        return message, shown(labels.shape), shown(weights.shape), None
    return None


def _of_values(
    program: Program, training: Training, targets: Sequence[np.ndarray], labels: Labels | None
) -> Fault | None:
    """Whole numbers that are to be balanced though a loss compares them as values."""
    losses = [one for _, one in training.each_loss]
    of_values = any(compares_values(one, program) for one in losses)
    if training.class_weight != "balanced" or labels is not None or not of_values:
        return None
    known = np.unique(np.concatenate([class_labels(one).ravel() for one in targets]))
    if np.array_equal(known, np.arange(len(known))):
        return None
    message = "`class_weight` weighs classes, and the targets are numbers"
    return message, "labels, whole numbers from 0", f"numbers from {known[0]} to {known[-1]}", None


def _has_labels(targets: np.ndarray) -> bool:
    return targets.ndim == 1 or targets.shape[-1] == 1


def _has_several(targets: np.ndarray) -> bool:
    """Whether these are vectors of zeros and ones, more than a single one in some row."""
    if _has_labels(targets) or not np.isin(targets, (0, 1)).all():
        return False
    return bool((targets.sum(axis=-1) > 1).any())


def _of_keys(
    training: Training, targets: Sequence[np.ndarray], labels: Labels | None
) -> Fault | None:
    if training.class_weight == "balanced":
        return None
    known = sorted({int(label) for one in targets for label in np.unique(class_labels(one))})
    names = [str(label) for label in known]
    if labels is not None:
        names = [text_of(name) for name in labels.names]
    for key, _ in training.class_weight:
        label = label_of(key, labels)
        if label is None or (labels is None and label not in known):
            more = ", …" if len(names) > _MOST_SHOWN else ""
            classes = ", ".join(names[:_MOST_SHOWN]) + more
            message = "`class_weight` weighs a class that no row is of"
            return message, classes, str(key), did_you_mean(str(key), names) if labels else None
    return None
