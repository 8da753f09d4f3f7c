"""Classes and their probabilities, of what a classifier gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wtspec.data.class_weights import text_of
from wtspec.data.labels.labels import Name
from wtspec.program.answers.answer import Answer
from wtspec.runs.predictions.classes import Classes

Column = tuple[str, np.ndarray]


def class_columns(classes: Classes, output: np.ndarray, answer: Answer) -> list[Column]:
    """The likeliest class, its probability, and the probability of each.

    Args:
        classes: What they are of, and their names.
        output: `[rows, …, classes]`, or of one entry that says yes or no.
        answer: How it is to be read.
    """
    probabilities, labels = probabilities_of(output, answer), classes.labels
    count = probabilities.shape[-1]
    names = [labels.name(label) if labels is not None else label for label in range(count)]
    lost = np.asarray(np.isnan(probabilities).any(axis=-1))
    likeliest = np.argmax(np.where(np.isnan(probabilities), 0, probabilities), axis=-1)
    highest = np.where(lost, np.nan, probabilities.max(axis=-1))
    return [
        (classes.column, _named(names, likeliest, lost)),
        ("probability", highest.astype("float32")),
        *_each(probabilities, names),
    ]


def tag_columns(output: np.ndarray, answer: Answer, names: Sequence[Name | None]) -> list[Column]:
    """The probability of each of several tags; of those without names in one array."""
    probabilities = yes(output, answer)
    if not names:
        return [("probability", probabilities.astype("float32"))]
    return _each(probabilities, names)


def _each(probabilities: np.ndarray, names: Sequence[Name | None]) -> list[Column]:
    shown = [str(at) if name is None else text_of(name) for at, name in enumerate(names)]
    return [
        (f"probability_{name}", np.ascontiguousarray(probabilities[..., at], "float32"))
        for at, name in enumerate(shown)
    ]


def probabilities_of(output: np.ndarray, answer: Answer) -> np.ndarray:
    """Of each class, along the last axis, in double precision."""
    wide = output.astype("float64")
    if answer.kind == "yes or no":
        one = yes(wide, answer)
        one = one if one.ndim == 1 else one[..., 0]
        return np.stack([1 - one, one], axis=-1)
    if not answer.from_logits:
        return wide
    powers = np.exp(wide - wide.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def yes(output: np.ndarray, answer: Answer) -> np.ndarray:
    """The probability that each entry of an output says yes."""
    return 0.5 * (1.0 + np.tanh(0.5 * output.astype("float64"))) if answer.from_logits else output


def _named(names: Sequence[Name | None], places: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """The names at some places; of what has none, `""` among texts and NaN among numbers."""
    lacking = np.array([name is None for name in names])
    missing = lost | lacking[places]
    if any(isinstance(name, str) for name in names):
        texts = np.array([name or "" for name in names], object)[places]
        return np.where(missing, "", texts).astype(object)
    values = np.array([0 if name is None else name for name in names])[places]
    return np.where(missing, np.nan, values) if missing.any() else values
