"""Tells how a sweep goes: a line for each trial as it ends, and on a terminal what goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite

from wtspec.cli.streams import can_animate, say
from wtspec.errors.visible import visible
from wtspec.report.quantity import in_short, in_time
from wtspec.report.sweep import Chosen, SweepGoal, TrialReport
from wtspec.report.tables import GAP
from wtspec.sweeps.events import SweepEvent, TrialBegan, TrialEnded, TrialWentOn, WorkerDied
from wtspec.sweeps.sweep_file import SweepFile

_SECONDS = 0.2
"""Between two drawings of the line of what goes on."""

_MOST_SHOWN = 4


class TrialLines:
    """What is said of a sweep, and what is known of it."""

    def __init__(
        self,
        facts: SweepFile,
        done: list[TrialReport],
        write: Callable[[str], None],
        draw: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Says nothing yet.

        Args:
            facts: Of the sweep.
            done: Trials that ended before.
            write: Takes lines.
            draw: Takes the line of what goes on, where there is a terminal.
            clock: In seconds.
        """
        self._facts = facts
        self._write = write
        self._draw = draw
        self._clock = clock
        self._drawn = self._began = clock()
        self._ended = 0
        self._best: float | None = None
        self._running: dict[int, TrialWentOn | None] = {}
        for one in done:
            self._count(one)
        self._before = self._ended

    def __call__(self, event: SweepEvent) -> None:
        """Tells what is new."""
        match event:
            case TrialBegan():
                self._running[event.number] = None
            case TrialWentOn():
                self._running[event.number] = event
            case TrialEnded():
                self._running.pop(event.trial.number, None)
                self._count(event.trial)
                self._write(self._line(event.trial))
            case WorkerDied():
                self._write("a worker died without a word: another one takes up its trial")
        if self._draw is not None and self._clock() - self._drawn >= _SECONDS:
            self._drawn = self._clock()
            self._draw(self._now())

    def _count(self, trial: TrialReport) -> None:
        if trial.state in ("finished", "pruned", "failed"):
            self._ended += 1
        if trial.state == "finished" and trial.values and trial.values[0] is not None:
            value, more = trial.values[0], self._facts.goals[0].mode == "max"
            if self._best is None or (value > self._best if more else value < self._best):
                self._best = value

    def _line(self, trial: TrialReport) -> str:
        """A trial: its number, what it was given, what it came to."""
        best = (
            [f"best {in_short(self._best)}"] if self._is_single and self._best is not None else []
        )
        took = [in_time(round(trial.seconds))] if trial.seconds is not None else []
        pieces = [f"trial {trial.number}", given_as_text(trial.given), self._outcome(trial)]
        return GAP.join([*pieces, *best, *took])

    def _outcome(self, trial: TrialReport) -> str:
        if trial.state == "failed":
            return f"failed: {visible(trial.fault or 'for a reason that is not known')}"
        if trial.state == "pruned":
            last = next((one for one in reversed(trial.curve) if one is not None), None)
            at = f"pruned at epoch {trial.epochs}"
            return at if last is None else f"{at}, {_named(self._facts.goals[0], last)}"
        pairs = zip(self._facts.goals, trial.values, strict=False)
        return GAP.join(_named(goal, value) for goal, value in pairs)

    def _now(self) -> str:
        wanted = "" if self._facts.wanted is None else f"/{self._facts.wanted}"
        pieces = [f"{self._ended}{wanted} trials", *map(self._going_on, [*self._running][:3])]
        left = self._left()
        return GAP.join([*pieces, *([f"{left} left"] if left else [])])

    def _going_on(self, number: int) -> str:
        last = self._running[number]
        return f"{number}: begins" if last is None else f"{number}: epoch {last.epoch}"

    def _left(self) -> str:
        done, wanted = self._ended - self._before, self._facts.wanted
        if not done or wanted is None:
            return ""
        seconds = (self._clock() - self._began) / done * max(0, wanted - self._ended)
        return in_time(round(seconds))

    @property
    def _is_single(self) -> bool:
        return len(self._facts.goals) == 1


def given_as_text(given: dict[str, Chosen]) -> str:
    """Values by the last names of their paths: `width 64, learning_rate 0.0031`."""
    shown = [f"{visible(path.rpartition('.')[2])} {_value(one)}" for path, one in given.items()]
    more = f", … {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
    return ", ".join(shown[:_MOST_SHOWN]) + more


def _value(value: Chosen) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    return in_short(value) if isinstance(value, float) and isfinite(value) else visible(str(value))


def _named(goal: SweepGoal, value: float | None) -> str:
    return f"{visible(goal.metric)} {'' if value is None else in_short(value)}"


@contextmanager
def tell_trials(facts: SweepFile, done: list[TrialReport]) -> Iterator[TrialLines]:
    """A listener that tells people, on stderr, while a sweep goes on."""
    if not can_animate(sys.stderr):
        yield TrialLines(facts, done, say)
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    with Live(console=console, transient=True, refresh_per_second=4) as live:
        yield TrialLines(
            facts,
            done,
            lambda line: console.print(Text(line)),
            lambda line: live.update(Text(line, overflow="ellipsis", no_wrap=True)),
        )
