"""What asks a run to end before its time: Ctrl-C, and the signals that ask a process to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from wtspec.train.events import EpochEnded

Judge = Callable[[EpochEnded], bool]
"""Is told of each epoch, and says whether the run is to end there."""

ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
_BY_DEFAULT = (signal.SIG_DFL, signal.default_int_handler)


@dataclass(slots=True)
class StopRequest:
    """Whether a run is asked to end.

    Attributes:
        number: Of the signal that asked.
        waits: Whether a signal is to wait until the state is saved; before the first step there is
            none, and it ends the run where it is.
        judge: Says after each epoch but the last whether the run is not worth going on with.
        judged: Whether it said so.
    """

    number: int | None = None
    waits: bool = False
    judge: Judge | None = None
    judged: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether the run is to end, whoever wants it."""
        return self.judged or self.number is not None

    def hear(self, epoch: EpochEnded, epochs: int) -> None:
        """Lets the judge look at an epoch; the last one ends by itself."""
        ends = self.judge is not None and self.judge(epoch)
        self.judged = self.judged or (ends and epoch.epoch < epochs)


class Pruned(Exception):  # noqa: N818 - no fault: its run is over
    """A run was not worth going on with; its state is saved, if its spec lets it be.

    Attributes:
        folder: Of the run.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(f"the run {folder} was ended early")
        self.folder = folder


class Interrupted(KeyboardInterrupt):
    """A run has ended early, as it was asked to.

    Attributes:
        number: Of the signal.
        folder: Of the run.
        saved: What of it was saved, in a few words; None for nothing.
    """

    def __init__(self, number: int, folder: Path, saved: str | None) -> None:
        super().__init__(number)
        self.number = number
        self.folder = folder
        self.saved = saved

    def __str__(self) -> str:
        """What a notebook shows."""
        if self.saved is None:
            return f"the run {self.folder} ended, and nothing of it is saved"
        return f"{self.saved}; wtspec.run(resume={str(self.folder)!r}) goes on from there"


@contextmanager
def heeding(
    at_once: Callable[[int], None] | None = None, judge: Judge | None = None
) -> Iterator[StopRequest]:
    """Within it a signal asks the run to end; a second one ends it at once.

    Signals that the program ignores or handles itself are left to it.

    Args:
        at_once: Ends the process; by default `KeyboardInterrupt` is raised instead.
        judge: Asks the run to end as well, after an epoch.
    """
    stop = StopRequest(judge=judge)

    def hear(number: int, frame: FrameType | None) -> None:
        del frame
        asked_before, stop.number = stop.number is not None, number
        if asked_before and at_once is not None:
            at_once(number)
        if asked_before or not stop.waits:
            raise KeyboardInterrupt(number)

    ours = (*_BY_DEFAULT, at_once)
    here = threading.current_thread() is threading.main_thread()  # no other thread hears any
    kept = {one: signal.getsignal(one) for one in ENDING if here}
    heeded = {one: handler for one, handler in kept.items() if handler in ours}
    try:
        for one in heeded:
            signal.signal(one, hear)
        yield stop
    finally:
        for one, handler in heeded.items():
            signal.signal(one, handler)
