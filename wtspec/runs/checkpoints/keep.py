"""Keeps the states of a training as its spec says."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wtspec.errors.memory import ran_out
from wtspec.model.mesh.exchange import Channel
from wtspec.model.processes.agree import agree, all_say
from wtspec.model.processes.join import team
from wtspec.program.training import Checkpointing
from wtspec.runs.checkpoints.best import Best, Mode, check_best, find_best, is_better
from wtspec.runs.checkpoints.checkpoint import BestBy, write_checkpoint
from wtspec.runs.checkpoints.find_lost import find_lost_weight
from wtspec.runs.checkpoints.places import (
    CHECKPOINTS,
    find_checkpoints,
    name_of,
    remove_checkpoint,
)
from wtspec.runs.checkpoints.writer import Writer
from wtspec.runs.resuming.recorded import KEPT
from wtspec.runs.training.stop import StopRequest
from wtspec.runs.write import write_text
from wtspec.train.keeper import ANY, Stopped, Take
from wtspec.train.length import Length
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Snapshot

if TYPE_CHECKING:
    import keras

_MINUTE = 60.0
_CHANNEL = Channel("keeping")
"""Of the thread that writes."""


class _Wishes(NamedTuple):
    """What a process would have all of them do.

    Attributes:
        ends: Whether the training is to end.
        signal: What asks for that; 0 for none.
        is_time: Whether a state is due by the clock.
        is_long: Whether the training is worth a state at its end.
    """

    ends: bool = False
    signal: int = 0
    is_time: bool = False
    is_long: bool = False


class Checkpoints:
    """The keeper of a run: saves states beside the training, and before it ends early.

    Attributes:
        run: The run's folder.
        mode: Whether more of the metric `best` is better, `max`, or less, `min`; once it began.
        saved: The last state that is known to be on the disk.
    """

    def __init__(
        self,
        run: Path,
        rule: Checkpointing | None,
        length: Length,
        stop: StopRequest,
        failed: Callable[[str], None],
        spec_text: Callable[[], str],
        begun: Callable[[], None] | None = None,
        saved: Moment | None = None,
        elapsed_seconds: float = 0.0,
    ) -> None:
        """Writes nothing yet.

        Args:
            run: The run's folder.
            rule: When to save, and what to keep; None for never.
            length: Of the training.
            stop: Says whether the training is to end.
            failed: Is told why a state could not be saved.
            begun: Is told that the training begins.
            spec_text: Gives the spec, to lie beside the states that follow from it.
            saved: The state that the training goes on from.
            elapsed_seconds: How long it took until then.
        """
        self.mode: Mode = "min"
        self.saved = saved
        self.run = run
        self._rule = rule
        self._length = length
        self._stop = stop
        self._failed = failed
        self._spec_text = spec_text
        self._begun = begun
        self._started = time.monotonic() - elapsed_seconds
        self._last_time = time.monotonic()
        self._best: Best | None = None
        self._is_over = False
        self._failure: str | None = None
        self._writer = Writer()
        self._agreed = _Wishes()

    def begin(self, model: keras.Model, names: Collection[str], take: Take) -> None:
        """Finds out which of two states is the better one."""
        del take
        if self._begun is not None:
            self._begun()
        rule = self._rule
        if rule is not None and rule.best is not None:
            self.mode = check_best(rule, model, names)
            self._best = find_best(self.run, rule.best, self.mode)

    def most_steps(self, moment: Moment) -> int:
        """Those until the next multiple of `every`, where it counts steps."""
        if self._rule is None or self._rule.unit != "step":
            return ANY
        return self._rule.every - self._updates(moment) % self._rule.every

    def steps_taken(self, moment: Moment, take: Take) -> None:
        """Saves a state that is due; ends the training where that is asked for."""
        self._stop.waits = True
        self._end_if_asked(moment, take)
        rule = self._rule
        if rule is None:
            return
        by_steps = rule.unit == "step" and self._updates(moment) % rule.every == 0
        if by_steps or self._wishes.is_time:
            self._save(moment, take)

    def epoch_ended(self, moment: Moment, metrics: Metrics, take: Take) -> None:
        """The same at the end of an epoch, where a state may be the best so far."""
        self._stop.waits = True
        self.meet(0.0)
        rule = self._rule
        if rule is not None:
            counted = {"epoch": moment.epoch, "step": self._updates(moment)}.get(rule.unit)
            is_due = self._wishes.is_time if counted is None else counted % rule.every == 0
            if self._is_best(rule, moment, metrics) or is_due:
                self._save(moment, take)
        self._end_if_asked(moment, take)

    def training_ended(self, moment: Moment, take: Take) -> None:
        """A run that is long enough to be worth it, or asks for checkpoints, can be made longer."""
        rule, self._is_over = self._rule, True
        if rule is not None:
            self.meet(0.0)
            if rule.is_asked or self._wishes.is_long or self.saved is not None:
                self._save(moment, take)
        self._writer.wait()

    def check(self) -> None:
        """Ends the measuring of an epoch where the run is to end."""
        if self._wishes.ends and self._stop.waits and not self._is_over:
            self._note_signal()
            raise Stopped

    def wait(self) -> None:
        """Returns once what is being written is on the disk, or could not be."""
        self._writer.wait()

    def close(self) -> None:
        """The same, and nothing is written after it."""
        self._writer.close()

    def meet(self, seconds: float) -> float:
        """What one process wishes, all do."""
        told = agree(seconds, *self._own_wishes)
        slowest, ends, number, *_ = told.max(axis=0)
        by_clock = (bool(one) for one in told[0, 3:])  # of the first process
        self._agreed = _Wishes(bool(ends), int(number), *by_clock)
        return float(slowest)

    @property
    def _own_wishes(self) -> _Wishes:
        rule, is_long = self._rule, time.monotonic() - self._started >= _MINUTE
        is_time = rule is not None and self._is_time(rule)
        return _Wishes(self._stop.is_asked, self._stop.number or 0, is_time, is_long)

    @property
    def _wishes(self) -> _Wishes:
        """What all processes do; one by itself what it wishes this instant."""
        return self._own_wishes if team() is None else self._agreed

    def _note_signal(self) -> None:
        """The signal that another process has heard is told here, too."""
        self._stop.number = self._wishes.signal or self._stop.number

    def _is_time(self, rule: Checkpointing) -> bool:
        if rule.unit != "minute" or self._writer.is_busy():
            return False
        return time.monotonic() - self._last_time >= rule.every * _MINUTE

    def _is_best(self, rule: Checkpointing, moment: Moment, metrics: Metrics) -> bool:
        if rule.best is None or not is_better(self.mode, metrics[rule.best], self._best):
            return False
        self._best = Best(moment, metrics[rule.best])
        return True

    def _end_if_asked(self, moment: Moment, take: Take) -> None:
        if not self._wishes.ends:
            return
        self._note_signal()
        if self._rule is not None:
            self._save(moment, take)
            self._writer.wait()
        raise Stopped

    def _save(self, moment: Moment, take: Take) -> None:
        if moment == self.saved:
            return
        self._writer.wait()  # for its memory, too
        self._last_time = time.monotonic()
        elapsed = self._last_time - self._started
        snapshot = _taken(take)
        if not all_say(snapshot is not None) or snapshot is None:
            self._note_failure("there is no memory for a copy of the state")
            return
        folder, best = self.run / CHECKPOINTS / name_of(moment), self._best

        by = BestBy(self._rule.best, self.mode) if self._rule and self._rule.best else None

        def write() -> None:
            _refuse_lost(snapshot)
            _CHANNEL.first_alone(lambda: _write_spec(self.run, self._spec_text))
            write_checkpoint(snapshot, folder, elapsed, by)
            _CHANNEL.first_alone(lambda: self._remove_others(best))

        def told(reason: str | None) -> None:
            if reason is None:
                self.saved, self._failure = moment, None
            else:
                self._note_failure(reason)

        self._writer.start(write, told)

    def _note_failure(self, reason: str) -> None:
        """Tells it once, however often it comes again."""
        if reason != self._failure:
            self._failed(reason)
        self._failure = reason

    def _remove_others(self, best: Best | None) -> None:
        there = find_checkpoints(self.run)
        kept = set(list(there)[-self._rule.keep :]) if self._rule is not None else set(there)
        for moment, folder in there.items():
            if moment not in kept and (best is None or moment != best.moment):
                remove_checkpoint(folder)

    def _updates(self, moment: Moment) -> int:
        return moment.epoch * self._length.steps_per_epoch + moment.step


def _taken(take: Take) -> Snapshot | None:
    """A snapshot; None where there is no memory for one."""
    try:
        return take()
    except Exception as error:
        if not ran_out(error):
            raise
        return None


def _refuse_lost(snapshot: Snapshot) -> None:
    """A state is of no use whose weights are no numbers; the one before it stays."""
    path = find_lost_weight(snapshot.arrays, _CHANNEL)
    if path is not None:
        message = f"the weight `{path}` is not finite"
        raise ValueError(message)


def _write_spec(run: Path, text: Callable[[], str]) -> None:
    if not (run / KEPT).exists():
        (run / KEPT).parent.mkdir(exist_ok=True)
        write_text(run / KEPT, text())
