"""Keeps Keras's table of masks free of what a trace leaves there."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLE = "_keras_mask_dict"
"""What Keras calls the table, which each thread has for itself: a mask by its tensor's id."""


@contextmanager
def tracing() -> Iterator[None]:
    """Everything round a trace: it leaves no mask behind for the tensors of another.

    A tensor that dies takes its mask out of the table of the thread that it dies in. The garbage
    collector may run in any, so that the mask of a dead tensor stays in the table of this one, and
    a new tensor of the same id bears it. So nothing is collected while tensors are traced, and
    what is left of them then goes.
    """
    before, collects = dict(_table()), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        table = _table()
        for key in [key for key, mask in table.items() if before.get(key) is not mask]:
            del table[key]
        if collects:
            gc.enable()


def _table() -> dict[int, Any]:
    """The masks of this thread; a new table where it has none."""
    from keras.src.backend.common import global_state

    return global_state.get_global_attribute(TABLE) or {}
