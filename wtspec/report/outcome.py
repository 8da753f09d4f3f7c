"""What a trained model made of held-out rows."""

from __future__ import annotations

from msgspec import Struct


class Confusion(Struct, frozen=True):
    """How often rows of each class were taken for each.

    Attributes:
        classes: Their names.
        counts: By true class, then by predicted class. Of more classes than can be seen, those
            that were mistaken most.
        left_out: How many classes are not shown.
    """

    classes: list[str]
    counts: list[list[int]]
    left_out: int = 0


class Residuals(Struct, frozen=True):
    """Predicted values beside true ones.

    Attributes:
        name: Of the values: a column's where they are in its units.
        true: Of rows that are drawn evenly, where there are more than can be seen.
        predicted: Of the same rows.
        low: Where the first bin of residuals, predicted less true, begins.
        high: Where the last one ends.
        counts: Of all rows, by bins of one width.
        r2: The share of the variance that is explained; None where there is none.
    """

    name: str
    true: list[float]
    predicted: list[float]
    low: float
    high: float
    counts: list[int]
    mean_absolute_error: float
    r2: float | None


class Example(Struct, frozen=True):
    """A row that the model did badly on.

    Attributes:
        row: Its number within the part, from 1.
        loss: Of this row.
        true: As text: a class's name, or a value.
        predicted: As above.
        certainty: The probability of what was predicted, where there is one.
        image: A PNG as a `data:` address; empty for rows that are no pictures.
        columns: Names and values of the row, as text.
    """

    row: int
    loss: float
    true: str
    predicted: str
    certainty: float | None = None
    image: str = ""
    columns: list[tuple[str, str]] = []


class Outcome(Struct, frozen=True):
    """What came of one output on one part.

    Attributes:
        output: Its name; empty where the model has one.
        part: `test` where there is one, else `validation`, else `train`.
        rows: How many were looked at.
    """

    output: str
    part: str
    rows: int
    confusion: Confusion | None = None
    residuals: list[Residuals] = []
    worst: list[Example] = []
