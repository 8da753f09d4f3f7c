"""Weights of classes as weights of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def weigh_classes(
    targets: np.ndarray, weights: np.ndarray | None, class_weight: Mapping[int, float]
) -> np.ndarray:
    """How much each row counts, as its class does; classes not named weigh 1.

    Args:
        targets: Labels, or vectors whose largest entry is at the label's position.
        weights: What the rows weigh by themselves, by which their classes' are multiplied.
        class_weight: By label.
    """
    labels = class_labels(targets)
    factors = np.ones(labels.shape, "float32")
    for label, weight in class_weight.items():
        factors[labels == label] = weight
    return factors if weights is None else (weights * factors).astype("float32")


def class_labels(targets: np.ndarray) -> np.ndarray:
    """The labels that targets stand for."""
    if targets.ndim > 1:
        one_column = targets.shape[-1] == 1
        targets = np.squeeze(targets, -1) if one_column else np.argmax(targets, -1)
    return np.round(targets).astype("int64")


def count_classes(targets: np.ndarray, weights: np.ndarray | None = None) -> dict[int, float]:
    """How many rows are of each class, each counted as often as it weighs."""
    labels, places = np.unique(class_labels(targets), return_inverse=True)
    given = None if weights is None else weights.astype("float64").ravel()
    counts = np.bincount(places.ravel(), given, minlength=len(labels))
    return dict(zip(labels.tolist(), counts.tolist(), strict=True))


def balance(counts: Mapping[int, float]) -> dict[int, float]:
    """Weights under which all classes count the same: rows / (classes * rows of the class).

    They are those of scikit-learn's `compute_class_weight("balanced", …)`.
    """
    present = {label: count for label, count in counts.items() if count > 0}
    rows = sum(present.values())
    return {label: rows / (len(present) * count) for label, count in present.items()}


def by_label(weights: Mapping[str | int, float], names: Sequence, first: int) -> dict[int, float]:
    """Weights of classes by label, given by name; what names no class is left out.

    Args:
        weights: By the classes' names.
        names: Of all classes, in the order of their labels.
        first: The label of the first one.
    """
    found = {find_label(key, names, first): weight for key, weight in weights.items()}
    return {label: weight for label, weight in found.items() if label is not None}


def find_label(key: str | int, names: Sequence, first: int) -> int | None:
    """The label of the class of that name, or None.

    Where names are texts, a whole number that is none of them is a label itself.
    """
    texts = [text_of(name) for name in names]
    are_texts = all(isinstance(name, str) for name in names)
    wanted = str(key) if are_texts else _plain(str(key))
    if wanted in texts:
        return texts.index(wanted) + first
    if isinstance(key, str) or not are_texts:
        return None
    return key if first <= key < first + len(texts) else None


def text_of(name: str | float) -> str:
    """A class's name as it is shown and as a file says it: `true`, and 3 for 3.0."""
    if isinstance(name, bool):
        return str(name).lower()
    return str(int(name)) if isinstance(name, float) and name.is_integer() else str(name)


def _plain(key: str) -> str:
    """A number or a boolean as `text_of` shows it."""
    try:
        return text_of(float(key))
    except ValueError:
        return key.lower()
