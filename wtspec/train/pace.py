"""How many steps are sent to the device at once. Free of Keras."""

from __future__ import annotations

from collections.abc import Callable

_WANTED_SECONDS = 0.08
_GROWTH = 8


class Pace:
    """Makes a dispatch so long that its cost is lost in it, and so short that people can wait.

    The first one holds one step: compiling it takes long enough.
    """

    def __init__(self, meet: Callable[[float], float] | None = None) -> None:
        """Knows nothing yet.

        Args:
            meet: Is called after each dispatch, with how long it took; gives how long it took the
                slowest of several processes, which take equally many steps.
        """
        self._meet = meet
        self._steps = 1
        self._compiled = False

    def steps(self, left: int) -> int:
        """How many of the steps that are left to send now."""
        return min(left, self._steps)

    def note(self, steps: int, elapsed_seconds: float) -> None:
        """Learns from how long a dispatch took."""
        if self._meet is not None:
            elapsed_seconds = self._meet(elapsed_seconds)
        if not self._compiled:
            self._compiled = True
            return
        fitting = steps * _WANTED_SECONDS / max(elapsed_seconds, 1e-9)
        self._steps = max(1, int(min(fitting, steps * _GROWTH)))
