"""What a training tells whoever keeps its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Snapshot

Take = Callable[[], Snapshot]
"""Copies the state as it is; its arrays are the keeper's own."""

ANY = 2**31 - 1
"""More steps than are taken at once."""


class Stopped(BaseException):
    """A training has ended before its time, its state kept."""


class Keeper(Protocol):
    """Keeps states, and ends a training by `Stopped` where that is wished for."""

    def most_steps(self, updates: int) -> int:
        """How many steps may be taken at once after so many, before a state may be due."""
        ...

    def steps_taken(self, updates: int, take: Take) -> None:
        """Some steps of an epoch are taken.

        Args:
            updates: Of the weights, since the training began.
            take: Gives the state.
        """
        ...

    def epoch_ended(self, updates: int, metrics: Metrics, take: Take) -> None:
        """An epoch is over: trained, measured, and told to callbacks."""
        ...

    def training_ended(self, take: Take) -> None:
        """No epoch follows; the state is that before averages or better weights are restored."""
        ...

    def check(self) -> None:
        """Raises `Stopped` where the training is to end; it is asked while rows are measured."""
        ...


class KeepNothing:
    """Lets a training be lost."""

    def most_steps(self, updates: int) -> int:
        """Any number."""
        del updates
        return ANY

    def steps_taken(self, updates: int, take: Take) -> None:
        """Nothing happens, here and below."""

    def epoch_ended(self, updates: int, metrics: Metrics, take: Take) -> None:
        """As above."""

    def training_ended(self, take: Take) -> None:
        """As above."""

    def check(self) -> None:
        """As above."""
