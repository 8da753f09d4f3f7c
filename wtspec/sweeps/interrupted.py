"""That a sweep has ended early."""

from __future__ import annotations

from pathlib import Path


class SweepInterrupted(KeyboardInterrupt):
    """A signal has ended a sweep; its trials can be taken up again.

    Attributes:
        number: Of the signal.
        folder: Of the sweep.
        saved: What of it was saved, in a few words.
        verb: Of the command that goes on with it.
    """

    def __init__(self, number: int, folder: Path) -> None:
        super().__init__(number)
        self.number = number
        self.folder = folder
        self.saved = "what trials came to is kept, and the state of those that were going on"
        self.verb = "sweep"
