"""What several processes decide alike, though clocks, signals and files differ."""

from __future__ import annotations

import json

import numpy as np

from wtspec.model.processes.join import team


def agree(*numbers: float) -> np.ndarray:
    """What each process says, a row for each, by index; all wait for all.

    A process by itself is given its own numbers, at once. It is for the main thread; others tell
    each other through a `Channel`.

    Args:
        numbers: What this process says; as many in each.

    Raises:
        SpecError: `process-ended`: another process has ended, which would be waited for in vain.
    """
    together = team()
    if together is None:
        return np.asarray([numbers], float)
    said = together.gather(json.dumps(numbers))
    return np.asarray([json.loads(one) for one in said], float)


def all_say(said: bool) -> bool:
    """Whether all processes say so."""
    return bool(agree(said).all())


def slowest(seconds: float) -> float:
    """The longest that anything took one of the processes."""
    return float(agree(seconds).max())
