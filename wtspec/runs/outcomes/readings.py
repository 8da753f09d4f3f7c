"""What is read out of predictions and targets: classes, tags, or values in their units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wtspec.data.class_weights import text_of
from wtspec.data.units.restore import Restorer
from wtspec.language import Expression
from wtspec.program.answers.answer import answer
from wtspec.program.program import Program
from wtspec.runs.outcomes.confuse import short
from wtspec.runs.outcomes.gather import Gathered
from wtspec.runs.outcomes.row_texts import cell_text
from wtspec.runs.predictions.classes import Classes, classes_of, tags_of
from wtspec.runs.predictions.describe import on_scale_of_model
from wtspec.runs.predictions.probabilities import yes
from wtspec.runs.predictions.read_as import read_as
from wtspec.runs.preprocessing import Preprocessing

_LONGEST = 120
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class ClassReading:
    """Classes, of rows or of their positions.

    Attributes:
        classes: Their names.
        count: Of the classes.
        true: Labels.
        predicted: Labels.
        certainty: The probability of these.
        counts: Which of them count.
    """

    classes: Classes
    count: int
    true: np.ndarray
    predicted: np.ndarray
    certainty: np.ndarray
    counts: np.ndarray

    def text(self, values: np.ndarray, at: int) -> str:
        """The classes of a row, by name."""
        some = values[at][self.counts[at]] if values.ndim > 1 else values[at : at + 1]
        names = (self.classes.name(int(label)) for label in some[:_LONGEST])
        return short(" ".join(names), _LONGEST)

    def certainty_at(self, at: int) -> float | None:
        """Of the one class of a row."""
        return round(float(self.certainty[at]), 6) if self.certainty.ndim == 1 else None


@dataclass(frozen=True, slots=True)
class TagReading:
    """Tags, of which a row may have several.

    Attributes:
        names: Of the tags, along the last axis.
        true: Which ones a row has.
        predicted: Which ones it is said to have, as is likelier.
        counts: Which of these count.
    """

    names: list[str]
    true: np.ndarray
    predicted: np.ndarray
    counts: np.ndarray

    def text(self, values: np.ndarray, at: int) -> str:
        """The tags of a row, by name."""
        has = values[at].reshape(-1, len(self.names)).any(axis=0)
        return short(", ".join(self.names[tag] for tag in np.flatnonzero(has)) or "none", _LONGEST)

    def certainty_at(self, at: int) -> None:
        """Of several things at once nobody says it."""
        del at


@dataclass(frozen=True, slots=True)
class ValueReading:
    """Values on a scale.

    Attributes:
        names: Of the columns, along the last axis; one alone is that of all values.
        true: In the units of the columns, where these are known.
        predicted: Likewise.
        counts: Which of them count.
        are_compared: Whether the two are of one scale for certain.
        remark: What is to be said of the scale.
    """

    names: tuple[str, ...]
    true: np.ndarray
    predicted: np.ndarray
    counts: np.ndarray
    are_compared: bool = True
    remark: str | None = None

    def text(self, values: np.ndarray, at: int) -> str:
        """The values of a row, with the names of several columns."""
        row = _rounded(np.asarray(values[at]))
        if len(self.names) == 1:
            return cell_text(np.squeeze(row))
        pairs = zip(self.names, np.moveaxis(row, -1, 0), strict=True)
        return short(", ".join(f"{name}={cell_text(one)}" for name, one in pairs), _LONGEST)

    def certainty_at(self, at: int) -> None:
        """Values have none."""
        del at


def _rounded(values: np.ndarray) -> np.ndarray:
    """To the digits of single precision, in which models compute."""
    if values.dtype.kind != "f":
        return values
    rounded = [float(f"{value:.7g}") for value in values.ravel().tolist()]
    return np.array(rounded).reshape(values.shape)


Read = ClassReading | TagReading | ValueReading


@dataclass(frozen=True, slots=True)
class OutputReader:
    """What tells the meaning of one output.

    Attributes:
        program: What was trained.
        learned: What was learned about its data.
        output: Its name, `""` where it has none.
    """

    program: Program
    learned: Preprocessing
    output: str

    @property
    def name(self) -> str:
        """Of the output, for people."""
        return self.output or "output"

    @property
    def formula(self) -> Expression:
        """Of its target."""
        targets = dict(self.program.data.each_target if self.program.data is not None else ())
        return targets[self.output] if self.output in targets else targets[""]

    def read(self, found: Gathered) -> Read:
        """What was predicted, and what was right.

        Args:
            found: For the output; there is a target for each prediction.
        """
        true, predicted = np.concatenate(found.targets), np.concatenate(found.predicted)
        counts = np.concatenate(found.counts)
        if found.certainty:
            certainty = np.concatenate(found.certainty)
            known = counts & np.isfinite(certainty)
            classes = self._classes(found.classes)
            return ClassReading(classes, found.classes, true, predicted, certainty, known)
        told = answer(self.program, self.output)
        if told is None or predicted.dtype.kind != "f":
            text = f"The loss of `{self.name}` does not tell what it means: nothing is compared"
            return ValueReading((self.name,), true, predicted, counts, False, text)
        restorer = Restorer(self.program, self.learned.learned, self.learned.types)
        kind = read_as(restorer, self.formula, told, predicted[:1])
        if told.kind == "yes or no":
            predicted = yes(predicted, told)
        if kind == "values" or not np.isin(true[counts], (0, 1)).all():
            return self._values(restorer, true, predicted, counts)
        known = counts & np.isfinite(predicted)
        of_two = self._yes_or_no if kind == "classes" else self._tags
        return of_two(true, predicted, known)

    def _classes(self, count: int) -> Classes:
        return classes_of(self.program, self.learned, self.output, self.formula, count)

    def _values(
        self, restorer: Restorer, true: np.ndarray, predicted: np.ndarray, counts: np.ndarray
    ) -> ValueReading:
        both = (restorer.restore(self.formula, one) for one in (true, predicted))
        right, given = both
        if right is None or given is None or right.values.shape != true.shape:
            text = on_scale_of_model(self.name, self.formula)
            return ValueReading((self.name,), true, predicted, counts, remark=text)
        return ValueReading(given.names, right.values, given.values, counts)

    def _yes_or_no(self, true: np.ndarray, likely: np.ndarray, counts: np.ndarray) -> ClassReading:
        certainty = np.maximum(likely, 1 - likely)
        arrays = (true, likely > _EVEN, certainty, counts)
        several = (one[..., 0] if one.ndim > 1 else one for one in arrays)
        return ClassReading(self._classes(2), 2, *several)

    def _tags(self, true: np.ndarray, likely: np.ndarray, counts: np.ndarray) -> TagReading:
        count = likely.shape[-1]
        names = tags_of(self.learned, self.output, self.formula, count)
        texts = [str(at) if name is None else text_of(name) for at, name in enumerate(names)]
        shown = texts or list(map(str, range(count)))
        short_names = [short(one, _LONGEST) for one in shown]
        return TagReading(short_names, true > 0, likely > _EVEN, counts)
