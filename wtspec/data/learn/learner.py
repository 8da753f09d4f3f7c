"""What learns from rows."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Learner(Protocol):
    """Takes rows in pieces that follow each other.

    What it comes to does not depend on where the rows are cut. Its memory does not grow with
    them, but for what it must tell apart.
    """

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        ...

    def state(self) -> dict:
        """What the rows so far have taught, as JSON has it."""
        ...
