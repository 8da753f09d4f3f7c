"""Which weights train."""

from __future__ import annotations

from wtspec.program.declared import Weight
from wtspec.program.dtypes import is_discrete


def trains(weight: Weight) -> bool:
    """Whether the optimizer updates a weight that does not leave this to a formula."""
    if isinstance(weight.trainable, bool):
        return weight.trainable
    return not (isinstance(weight.dtype, str) and is_discrete(weight.dtype))


def only_loss_moves(weight: Weight) -> bool:
    """Whether a weight certainly trains, and has no regularizer, which is a loss of its own."""
    known = weight.trainable is None or isinstance(weight.trainable, bool)
    return known and trains(weight) and not weight.regularizer
