"""What a training tells whoever keeps its state."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Protocol

from wtspec.model.processes.agree import slowest
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Snapshot

if TYPE_CHECKING:
    import keras

Take = Callable[[], Snapshot]
"""Copies the state as it is; its arrays are the keeper's own."""

ANY = 2**31 - 1
"""More steps than are taken at once."""


class Stopped(BaseException):
    """A training has ended before its time, its state kept."""


class Keeper(Protocol):
    """Keeps states, and ends a training by `Stopped` where that is wished for."""

    def begin(self, model: keras.Model, names: Collection[str], take: Take) -> None:
        """The training begins, or goes on from a state that fits.

        Args:
            model: Compiled, with its metrics built.
            names: Of what is measured each epoch.
            take: Gives the state.
        """
        ...

    def most_steps(self, moment: Moment) -> int:
        """How many steps may be taken at once from there, before a state may be due."""
        ...

    def meet(self, seconds: float) -> float:
        """After each dispatch, several processes agree on what they will do.

        Args:
            seconds: How long the dispatch took this one.

        Returns:
            How long it took the slowest.
        """
        ...

    def steps_taken(self, moment: Moment, take: Take) -> None:
        """Some steps of an epoch are taken."""
        ...

    def epoch_ended(self, moment: Moment, metrics: Metrics, take: Take) -> None:
        """An epoch is over: trained, measured, and told to callbacks."""
        ...

    def training_ended(self, moment: Moment, take: Take) -> None:
        """No epoch follows; the state is that before averages or better weights are restored."""
        ...

    def check(self) -> None:
        """Raises `Stopped` where the training is to end; it is asked while rows are measured."""
        ...


class KeepNothing:
    """Lets a training be lost."""

    def begin(self, model: keras.Model, names: Collection[str], take: Take) -> None:
        """Nothing happens, here and below."""

    def most_steps(self, moment: Moment) -> int:
        """Any number."""
        del moment
        return ANY

    def meet(self, seconds: float) -> float:
        """Nothing but the time is of interest."""
        return slowest(seconds)

    def steps_taken(self, moment: Moment, take: Take) -> None:
        """As above."""

    def epoch_ended(self, moment: Moment, metrics: Metrics, take: Take) -> None:
        """As above."""

    def training_ended(self, moment: Moment, take: Take) -> None:
        """As above."""

    def check(self) -> None:
        """As above."""
