"""What processes decide alike that read the same rows, though their memory and disks differ."""

from __future__ import annotations

from collections.abc import Callable

Agree = Callable[[bool], bool]
"""Whether all of them say so; each asks, at the same places of the work."""


def by_itself(said: bool) -> bool:
    """A single process agrees with what it says."""
    return said
