"""Shows the rows that a model is worst at: as pictures, else as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wtspec.data.columns_read import columns_read
from wtspec.data.parts import AnyPart
from wtspec.data.rows import by_name
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.units.restore import Restorer
from wtspec.errors import SpecError
from wtspec.language import Expression
from wtspec.program.program import Program
from wtspec.report.outcome import Example
from wtspec.runs.outcomes.gather import WorstRow
from wtspec.runs.outcomes.kept_columns import Row, in_order, rows_of
from wtspec.runs.outcomes.pictures import draw, is_picture
from wtspec.runs.outcomes.readings import Read, ValueReading
from wtspec.runs.outcomes.row_texts import MOST_COLUMNS, row_text
from wtspec.runs.preprocessing import Preprocessing


@dataclass(frozen=True, slots=True)
class Shower:
    """What shows rows of a part.

    Attributes:
        program: Says what its columns become.
        learned: What was learned about them.
        columns: Of the part, as its source has them; None where they are not known any more.
    """

    program: Program
    learned: Preprocessing
    columns: AnyPart | None

    def examples(self, worst: Sequence[WorstRow], reading: Read) -> list[Example]:
        """The rows as they are shown.

        Args:
            worst: Which ones.
            reading: What is predicted for them.

        Raises:
            SpecError: What `rows_of` raises, but that a source has gone.
        """
        if not worst:
            return []
        given = [by_name(one.inputs, self._only_input) for one in worst]
        columns = self._columns([one.place for one in worst])
        pictures = self._pictures(given, columns)
        drawn_anew = None if pictures is None else _drawn_anew(pictures, reading, worst)
        images = [""] * len(worst) if pictures is None else draw(pictures, drawn_anew or ())
        rows = given if columns is None else columns
        if pictures is not None:
            rows = [self._beside_a_picture(one) for one in columns or ()] or [{}] * len(worst)
        found: list[Example] = []
        for at, one in enumerate(worst):
            both = (reading.true, reading.predicted)
            true, predicted = (reading.text(values, one.at) for values in both)
            told = row_text(rows[at])
            if pictures is not None:  # what is drawn is known by its class already
                told = [(name, text) for name, text in told if text != true]
            if drawn_anew is not None:
                true, predicted = "on the left", "on the right"
            certainty, image = reading.certainty_at(one.at), images[at]
            found.append(Example(one.place + 1, one.loss, true, predicted, certainty, image, told))
        return found

    @property
    def _only_input(self) -> str:
        inputs = self._inputs
        return inputs[0][0] if inputs else ""

    @property
    def _inputs(self) -> tuple[tuple[str, Expression], ...]:
        return self.program.data.inputs if self.program.data is not None else ()

    def _columns(self, places: Sequence[int]) -> list[Row] | None:
        """What the source has in the rows: what is read of it, and what a page has room for."""
        part = self.columns
        if part is None:
            return None
        names = part.stored.names if isinstance(part, StoredPart) else part.columns.arrays
        ordered = in_order(self.program, names)
        pictured = [name for name in ordered[MOST_COLUMNS:] if name in self._pictured(ordered)]
        try:
            return rows_of(part, places, [*ordered[:MOST_COLUMNS], *pictured])
        except SpecError as error:
            if any(one.code != "unreadable-file" for one in error.diagnostics):
                raise
            return None  # the source has gone: what the model was given is there

    def _pictured(self, names: Sequence[str]) -> list[str]:
        """The columns that may be pictures of the inputs: those that these read, and `images`."""
        read = [name for _, one in self._inputs for name in columns_read(one, names)]
        return [*dict.fromkeys(read), *(["images"] if "images" in names else [])]

    def _pictures(
        self, given: Sequence[Row], columns: Sequence[Row] | None
    ) -> list[np.ndarray] | None:
        """The rows as pictures, where they are some for certain."""
        if columns is not None:
            for name in self._pictured(list(columns[0])):
                several = [one[name] for one in columns]
                if is_picture(name, several[0]) and self._is_read(name, columns):
                    return several
        restorer = Restorer(self.program, self.learned.learned, self.learned.types)
        for name, formula in self._inputs:
            several = [one[name] for one in given if name in one]
            if several and is_picture("", several[0]):
                restored = restorer.restore(formula, np.stack(several))
                return several if restored is None else list(restored.values)
        return None

    def _is_read(self, name: str, columns: Sequence[Row]) -> bool:
        """Whether inputs read a column, or another that is the same in each row, laid out flat."""
        read = [one for _, formula in self._inputs for one in columns_read(formula, columns[0])]
        return name in read or any(
            all(np.array_equal(np.ravel(row[other]), np.ravel(row[name])) for row in columns)
            for other in read
            if other in columns[0] and np.size(columns[0][other]) == np.size(columns[0][name])
        )

    def _beside_a_picture(self, row: Row) -> Mapping[str, object]:
        """What formulas read of a row, but for arrays: these are what is drawn."""
        formulas = self.program.data.each_formula if self.program.data is not None else ()
        read = {name for _, one in formulas for name in columns_read(one, row)}
        return {name: value for name, value in row.items() if name in read and np.ndim(value) == 0}


def _drawn_anew(
    pictures: Sequence[np.ndarray], reading: Read, worst: Sequence[WorstRow]
) -> list[np.ndarray] | None:
    """What is predicted, as pictures, where the targets are the pictures themselves."""
    if not isinstance(reading, ValueReading):
        return None
    pairs = [(picture, one.at) for picture, one in zip(pictures, worst, strict=True)]
    if not all(_is_same(reading.true[at], picture) for picture, at in pairs):
        return None
    return [np.reshape(reading.predicted[at], picture.shape) for picture, at in pairs]


def _is_same(true: np.ndarray, picture: np.ndarray) -> bool:
    """Whether a target is a picture, laid out anyhow."""
    highest = float(np.max(np.abs(picture), initial=0))
    return true.size == picture.size and np.allclose(
        np.ravel(true), np.ravel(picture), rtol=0, atol=1e-3 * highest
    )
