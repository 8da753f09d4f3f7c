"""How well each class is told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from wtspec.data.class_weights import class_labels
from wtspec.data.rows import Arrays, Rows, by_name
from wtspec.program.answers.answer import Answer, answer
from wtspec.program.program import Program
from wtspec.runs.predictions.classes import classes_of
from wtspec.runs.predictions.outputs import outputs_of
from wtspec.runs.predictions.probabilities import probabilities_of
from wtspec.runs.preprocessing import Preprocessing
from wtspec.runs.reopen import Reopened

_FEW = 20
"""Classes that are shown without being asked for."""
_MOST_ROWS = 1_000_000
"""That are predicted for it: of more it would take long."""


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """A class among the rows that were measured, which count as they weigh.

    Attributes:
        name: Of the class.
        rows: How many are of it, those of weight 0 left out.
        recall: The share of these that is recognized; None where there are none.
        precision: The share of the rows taken for it that is of it; None where there are none.
    """

    name: str
    rows: int
    recall: float | None
    precision: float | None


@dataclass(frozen=True, slots=True)
class ClassTable:
    """The classes of an output.

    Attributes:
        output: Its name, `""` where it has none.
        column: What they are of.
        are_named: Whether they were looked up.
    """

    output: str
    column: str
    are_named: bool
    classes: tuple[ClassMeasure, ...]


def class_tables(run: Reopened, rows: Rows, *, asked: bool | None = None) -> list[ClassTable]:
    """A table for each output of a run that tells classes apart.

    Args:
        run: With its model.
        rows: With targets; those of a stream are read once more.
        asked: Whether they are wanted; None for those of some classes that have names alone.
    """
    named = run.learned.labels.values()
    few = any(one.names for one in named) and all(len(one.names) <= _FEW for one in named)
    few = few and rows.count <= _MOST_ROWS
    if not (few if asked is None else asked):
        return []
    stream = rows.stream
    pieces = (rows,) if stream is None else stream.epoch(0, 0, 0, shuffle=False)
    predicted = ((outputs_of(run, piece), piece) for piece in pieces)
    found = by_class(run.checked.program, run.learned, predicted)
    return [one for one in found if asked or one.are_named]


def by_class(
    program: Program, learned: Preprocessing, predicted: Iterable[tuple[Arrays, Rows]]
) -> list[ClassTable]:
    """A table for each output that tells classes apart.

    Args:
        program: What was trained.
        learned: What was learned about its data.
        predicted: What the model gives for rows, with these, which have targets; piece by piece.
    """
    counts: dict[str, np.ndarray] = {}
    for outputs, rows in predicted:
        targets = {} if rows.targets is None else by_name(rows.targets)
        for output, array in by_name(outputs).items():
            told = answer(program, output)
            if output in targets and told is not None and _tells_apart(told, array):
                found = _counted(probabilities_of(array, told), targets[output], rows.weights)
                if found is not None:
                    counts[output] = counts.get(output, 0) + found
    return [_table(program, learned, output, found) for output, found in counts.items()]


def _tells_apart(told: Answer, output: np.ndarray) -> bool:
    is_single = output.ndim == 1 or output.shape[-1] == 1
    return told.kind == "classes" or (told.kind == "yes or no" and is_single)


def _counted(
    probabilities: np.ndarray, target: np.ndarray, weights: np.ndarray | None
) -> np.ndarray | None:
    """Of each class the rows, and by weight: the rows, those taken for it, those that are both."""
    predicted, labels = np.argmax(probabilities, axis=-1), class_labels(target)
    has_labels = target.size == labels.size
    if predicted.shape != labels.shape or (has_labels and (target != np.round(target)).any()):
        return None
    count = probabilities.shape[-1]
    weighed = np.ones(labels.shape) if weights is None else _as_wide(weights, labels.shape)
    known = (labels >= 0) & (labels < count) & (weighed > 0)
    labels, predicted, weighed = labels[known], predicted[known], weighed[known]
    right = labels == predicted
    pairs = ((labels, None), (labels, weighed), (predicted, weighed))
    several = [np.bincount(one, by, minlength=count) for one, by in pairs]
    hits = np.bincount(labels[right], weighed[right], minlength=count)
    return np.stack([*several, hits]).astype("float64")


def _table(program: Program, learned: Preprocessing, output: str, counts: np.ndarray) -> ClassTable:
    formulas = dict(program.data.each_target) if program.data is not None else {}
    classes = classes_of(program, learned, output, formulas[output], counts.shape[1])
    measured = tuple(
        ClassMeasure(
            classes.name(label),
            int(rows),
            float(hits / there) if there else None,
            float(hits / taken) if taken else None,
        )
        for label, (rows, there, taken, hits) in enumerate(counts.T)
    )
    return ClassTable(output, classes.column, output in learned.labels, measured)


def _as_wide(weights: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Weights of rows as those of all their positions."""
    while weights.ndim < len(shape):
        weights = weights[..., None]
    return np.broadcast_to(weights, shape).astype("float64")
