"""What a logger is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from wtspec.train.events import Event

Ending = Literal["finished", "interrupted", "failed"]


@dataclass(frozen=True, slots=True)
class Logged:
    """The run that loggers are told of.

    Attributes:
        name: Of the spec.
        folder: Of the run.
        spec: The resolved one's text.
        settings: Its values by the dotted paths of their keys.
        saved: How many epochs were over when it was last saved; None where nothing of it was.
        began: When, in seconds since 1970, as if it had never stopped.
        learning_rate: As it is now; None where the optimizer has no single one.
    """

    name: str
    folder: Path
    spec: str
    settings: Mapping[str, str]
    saved: int | None
    began: float
    learning_rate: Callable[[], float | None]


class LogWriter(Protocol):
    """Writes down what a training tells, or sends it."""

    def note(self, event: Event) -> None:
        """Takes an event. What it raises is told once; what was not written is tried again."""
        ...

    def close(self, ending: Ending) -> None:
        """The run is over; the last try for what is not written."""
        ...
