"""What goes to the device at once."""

from __future__ import annotations

from typing import NamedTuple

import jax

from wtspec.train.step import Batch


class Stretch(NamedTuple):
    """Rows on the device, and the steps that go through them.

    Attributes:
        rows: On the device.
        order: The numbers that the steps' rows have among them, one step after another.
        first: How many steps of the epoch come before these.
        steps: Whole steps.
        ends: Whether the epoch's short step comes after these.
    """

    rows: Batch
    order: jax.Array
    first: int
    steps: int
    ends: bool
