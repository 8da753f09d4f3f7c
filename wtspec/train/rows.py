"""Rows as Keras is given them. Free of Keras."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Arrays = np.ndarray | dict[str, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The prepared rows of one part of the data.

    Attributes:
        inputs: One array, or one by input name where the model has several.
        targets: One array, or one by output name; None where nothing is to be learned from them.
        weights: How much each row counts; None where all count the same.
    """

    inputs: Arrays
    targets: Arrays | None = None
    weights: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        first = next(iter(self.inputs.values())) if isinstance(self.inputs, dict) else self.inputs
        return len(first)
