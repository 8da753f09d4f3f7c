"""Which of many epochs have a line that stays."""

from __future__ import annotations

import time
from collections.abc import Callable

from wtspec.cli.render.course import Ended

_FEW = 100
_SECONDS = 1.0


class Thinning:
    """Lets each epoch of a short training have its line, of a long one an epoch a second.

    A training of more than a hundred epochs is a long one. The first and the last have theirs.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._shown: float | None = None
        self._waiting: Ended | None = None

    def shows(self, epoch: Ended) -> bool:
        """Whether an epoch that has ended is to have its line, now."""
        now = self._clock()
        is_due = self._shown is None or now - self._shown >= _SECONDS
        if epoch.epochs > _FEW and epoch.epoch < epoch.epochs and not is_due:
            self._waiting = epoch
            return False
        self._shown, self._waiting = now, None
        return True

    def last(self) -> Ended | None:
        """The last epoch, where its line was not shown yet; once."""
        waiting, self._waiting = self._waiting, None
        return waiting
