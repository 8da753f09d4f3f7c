"""Rows as Keras is given them. Free of Keras."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Arrays = np.ndarray | dict[str, np.ndarray]
"""One array that stands alone, or several by name."""

One = TypeVar("One")


def by_name(several: One | dict[str, One], alone: str = "") -> dict[str, One]:
    """Arrays, or what else Keras takes and gives, by name; one that stands alone under `alone`."""
    return several if isinstance(several, dict) else {alone: several}


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The prepared rows of one part of the data.

    Attributes:
        inputs: One array, or one by input name where the model has several.
        targets: One array, or one by output name; None where nothing is to be learned from them.
        weights: How much each row counts; None where all count the same.
        numbers: Each row's place in its source; None where that is its place here.
    """

    inputs: Arrays
    targets: Arrays | None = None
    weights: np.ndarray | None = None
    numbers: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(next(iter(by_name(self.inputs).values())))
