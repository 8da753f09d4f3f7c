"""How often each class was taken for each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wtspec.errors.visible import visible
from wtspec.report.outcome import Confusion

MOST_CLASSES = 30
_LONGEST = 60
"""Letters of a class's name."""


def confuse(
    true: np.ndarray, predicted: np.ndarray, count: int, name: Callable[[int], str]
) -> Confusion:
    """The matrix of the classes, or of those that were mistaken most.

    Args:
        true: Labels; what lies outside of the classes is passed over.
        predicted: Labels of as many classes.
        count: Of the classes.
        name: Of a label.
    """
    known = (true >= 0) & (true < count)
    true, predicted = true[known].astype("int64"), predicted[known].astype("int64")
    shown = _shown(true, predicted, count)
    places = np.searchsorted(shown, true), np.searchsorted(shown, predicted)
    within = [shown[np.minimum(at, len(shown) - 1)] for at in places]
    both = (within[0] == true) & (within[1] == predicted)
    size = len(shown)
    codes = places[0][both] * size + places[1][both]
    counts = np.bincount(codes, minlength=size * size).reshape(size, size)
    names = [short(name(int(label)), _LONGEST) for label in shown]
    return Confusion(names, counts.tolist(), count - size)


def short(text: str, longest: int) -> str:
    """A text on a line of its own, cut where it is long."""
    shown = visible(text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _shown(true: np.ndarray, predicted: np.ndarray, count: int) -> np.ndarray:
    """The labels that are shown, in order: of many those that stand in most mistakes."""
    if count <= MOST_CLASSES:
        return np.arange(count)
    wrong = true != predicted
    mistakes = sum(np.bincount(one[wrong], minlength=count) for one in (true, predicted))
    rows = np.bincount(true, minlength=count)
    order = np.lexsort((np.arange(count), -rows, -np.asarray(mistakes)))
    return np.sort(order[:MOST_CLASSES])
