"""How often each label comes in each part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

MOST_LABELS = 1000
"""Whole numbers of more values are amounts."""


@dataclass(frozen=True, slots=True)
class LabelCount:
    """A label.

    Attributes:
        value: As the model is to give it.
        name: What the target's column has for it; None where that does not tell.
        counts: Rows by part.
    """

    value: int
    name: str | None
    counts: Mapping[str, int]


def count_classes(
    targets: Mapping[str, np.ndarray], columns: Mapping[str, np.ndarray] | None
) -> tuple[LabelCount, ...]:
    """The labels, where targets are such; else nothing.

    Args:
        targets: One for each row, by part.
        columns: The one column that they are made of, by part; None where there are several.
    """
    every = np.concatenate([one.reshape(len(one), -1) for one in targets.values()])
    if every.shape[1] != 1 or not np.array_equal(every, np.round(every)):
        return ()
    labels = np.unique(every)
    if len(labels) > MOST_LABELS or _are_amounts(labels, len(every), every.dtype.kind):
        return ()
    names = {} if columns is None else _names(targets, columns)
    return tuple(
        LabelCount(
            int(label),
            names.get(int(label)),
            {part: int((one == label).sum()) for part, one in targets.items()},
        )
        for label in labels
    )


def _are_amounts(labels: np.ndarray, rows: int, kind: str) -> bool:
    """Whole floats of many values, which count something, and are no labels."""
    return kind == "f" and len(labels) > min(20, max(2, rows // 5))


def _names(targets: Mapping[str, np.ndarray], columns: Mapping[str, np.ndarray]) -> dict[int, str]:
    """What the column has where a label stands, if that is one thing each time."""
    found: dict[int, set[str]] = {}
    for part, labels in targets.items():
        values = columns[part]
        if values.ndim != 1:
            return {}
        for label in np.unique(labels):
            rows = (labels.reshape(len(labels)) == label).nonzero()[0]
            seen = {str(value) for value in values[rows]}
            found.setdefault(int(label), set()).update(seen)
    if any(len(names) > 1 for names in found.values()):
        return {}
    return {label: next(iter(names)) for label, names in found.items()}
