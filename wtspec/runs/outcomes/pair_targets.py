"""Finds the target of each output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from wtspec.data.rows import by_name

One = TypeVar("One")


def paired(targets: One | dict[str, One], outputs: Mapping[str, object]) -> dict[str, One]:
    """Targets by the names of the outputs that they are compared with.

    Args:
        targets: Several by name, or one that stands alone: it is the only output's.
        outputs: By name.
    """
    if not isinstance(targets, dict) and len(outputs) == 1:
        return dict.fromkeys(outputs, targets)
    return by_name(targets)
