"""What goes to the devices at once."""

from __future__ import annotations

from typing import NamedTuple

import jax

from wtspec.train.step import Batch


class Stretch(NamedTuple):
    """Rows on the devices, and the steps that go through them.

    Attributes:
        rows: On the devices, as their layout says.
        order: The numbers that the steps' rows have among them, one step after another; None where
            they lie in batches in that order.
        first: How many steps of the epoch come before these.
        steps: Whole steps.
        ends: Whether the epoch's short step comes after these.
    """

    rows: Batch
    order: jax.Array | None
    first: int
    steps: int
    ends: bool
