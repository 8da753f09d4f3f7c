"""What the rows of each class count, as a spec says it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.data.class_weights import balance, count_classes, text_of
from wtspec.data.labels.labels import Labels
from wtspec.data.rows import Rows
from wtspec.program.program import Program

_MOST = 8


def class_factors(
    program: Program, counts: Mapping[int, float], labels: Labels | None = None
) -> dict[int, float]:
    """What the rows of a class are multiplied by, by label; classes not named weigh 1.

    Args:
        program: Says what classes weigh.
        counts: How often the training rows have each label, as `count_classes` gives it; those of
            several pieces of the rows are added up.
        labels: The names of the classes, where they are looked up.
    """
    training = program.training
    if training is None or not training.class_weight:
        return {}
    if training.class_weight == "balanced":
        return balance(counts)
    by_label = {label_of(key, labels): weight for key, weight in training.class_weight}
    return {label: weight for label, weight in by_label.items() if label is not None}


def factors_of(program: Program, rows: Rows, labels: Mapping[str, Labels]) -> dict[int, float]:
    """The same for training rows, those of a stream too."""
    training = program.training
    if training is None or not training.class_weight or not isinstance(rows.targets, np.ndarray):
        return {}
    if training.class_weight != "balanced" or not rows.targets.size:
        return class_factors(program, {}, labels.get(""))
    counts = rows.counts or count_classes(rows.targets, rows.weights)
    return class_factors(program, counts, labels.get(""))


def factors_text(factors: Mapping[int, float], labels: Labels | None) -> str:
    """What classes weigh, in words."""
    named = {
        label: labels.name(label) if labels is not None else label
        for label in list(factors)[:_MOST]
    }
    listed = (
        f"{label if name is None else text_of(name)} {factors[label]:.3g}"
        for label, name in named.items()
    )
    more = ", …" if len(factors) > _MOST else ""
    return f"rows of the classes count {', '.join(listed)}{more}"


def label_of(key: str | int, labels: Labels | None) -> int | None:
    """The label that a key of `class_weight` means, or None."""
    if labels is not None:
        return labels.label(key)
    return key if isinstance(key, int) else None
