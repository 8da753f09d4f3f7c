"""Keeps a run's folder while the run goes on."""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from wtspec.errors.visible import visible
from wtspec.model.plan import Row
from wtspec.model.processes.join import is_first
from wtspec.runs.metrics_lines import METRICS, read_lines
from wtspec.runs.outcomes.outcomes_file import OUTCOMES
from wtspec.runs.reporting import REPORT
from wtspec.runs.weights_lines import WEIGHTS_LINES, header_line, kept_lines, look_line
from wtspec.runs.write import append_whole, unwritable, write_text
from wtspec.train.events import (
    CheckpointFailed,
    EpochEnded,
    Event,
    LoggerFailed,
    Progressed,
    WeightsSeen,
)
from wtspec.train.numbers import Metrics

WEIGHTS = "weights.safetensors"


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


@dataclass(slots=True)
class Record:
    """A run's folder; it says at any time how far the run has come.

    Attributes:
        folder: Its own, and empty.
        facts: What `environment.json` says from the start.
        texts: What else says what the run is: the files' contents by name.
        weights: Of the model.
        began: When, in ISO 8601.
        stages: How many seconds each stage took.
        trained: Whether a step was taken.
        finished: Whether its end is written down.
        wall_seconds: What the run took before.
        is_kept: Whether anything is written: of several processes, one keeps the record.

    A line that can't be written while it trains, as on a full disk, waits for the next one: it
    stops no training.
    """

    folder: Path
    facts: Mapping[str, object]
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    weights: Sequence[Row] = ()
    began: str = field(default_factory=_now)
    stages: dict[str, float] = field(default_factory=dict[str, float])
    trained: bool = False
    finished: bool = False
    wall_seconds: float = 0.0
    is_kept: bool = field(default_factory=is_first)
    _began: float = field(default_factory=time.monotonic)
    _first_steps: float | None = None
    _unwritten: dict[str, tuple[str, OSError]] = field(
        default_factory=dict[str, tuple[str, OSError]]
    )

    def begin(self, texts: Mapping[str, str], remarks: Iterable[str] = ()) -> None:
        """Writes what is known before the first step.

        Args:
            texts: The files' contents by name.
            remarks: For the log.

        Raises:
            SpecError: `unwritable`; this and the other methods.
        """
        self.texts = texts
        try:
            for name, text in texts.items():
                self._write(name, text)
            self._append(WEIGHTS_LINES, header_line(self.weights))
            self.log(f"training begins in {self.folder.name}")
            for remark in remarks:
                self.log(remark)
            self._set_status("training")
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def go_on(self, epochs: int | None, texts: Mapping[str, str], remarks: Iterable[str]) -> None:
        """Writes what has changed, and takes back what was noted after the state to go on from.

        Args:
            epochs: That were over then; None where there is no state, and all begins anew.
            texts: The files' contents by name.
            remarks: For the log.
        """
        try:
            self.finished = False
            lines = read_lines(self.folder / METRICS)[: epochs or 0]
            self._write(METRICS, "".join(f"{line}\n" for line in lines))
            looks = "" if epochs is None else kept_lines(self.folder, epochs)
            self._write(WEIGHTS_LINES, looks or header_line(self.weights))
            for told_at_the_end in (OUTCOMES, REPORT) if self.is_kept else ():
                (self.folder / told_at_the_end).unlink(missing_ok=True)
            for name, text in texts.items():
                self._write(name, text)
            self.log(f"training goes on after epoch {epochs or 0}")
            for remark in remarks:
                self.log(remark)
            self._set_status("training")
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def note(self, event: Event) -> None:
        """Notes a training's progress: a line of metrics an epoch."""
        if isinstance(event, Progressed):
            self._note_step()
        elif isinstance(event, WeightsSeen):
            self._append(WEIGHTS_LINES, self._look(event))
        elif isinstance(event, EpochEnded):
            self._note_epoch(event)
        elif isinstance(event, CheckpointFailed):
            self.log(f"no checkpoint could be written: {event.reason}")
        elif isinstance(event, LoggerFailed):
            self.log(f"{event.logger} could not be told: {event.reason}")

    def finish(
        self, table: str, seen: WeightsSeen, metrics: Mapping[str, Metrics], which: str
    ) -> None:
        """Writes what is known at the end; the weights are written by then.

        Args:
            table: Of the weights.
            seen: How they lie.
            metrics: By part.
            which: The weights are.
        """
        help = f"the trained weights are in `{self.folder / WEIGHTS}`"
        try:
            self._write("weights.txt", table)
            self._append(WEIGHTS_LINES, self._look(seen, final=True))
            for part, values in metrics.items():
                self.log(f"{part}: {_shown(values)}")
            self.log(f"finished; the weights are {which}")
            finite = {part: _finite(values) for part, values in metrics.items()}
            self._set_status("finished", weights=which, metrics=finite)
            self.finished = True
        except OSError as error:
            raise unwritable(self.folder, error, help) from error
        for name, (_, error) in self._unwritten.items():
            raise unwritable(self.folder / name, error, help)

    def give_up(self, status: str, reason: str = "") -> None:
        """Says why the run ended early; a run without a step leaves no folder."""
        if self.finished:
            return
        if not self.trained:
            if self.is_kept:
                shutil.rmtree(self.folder, ignore_errors=True)
            return
        try:
            self.log(f"{status}: {reason}" if reason else status)
            self._set_status(status)
        except OSError:
            return  # the reason itself is what the user is told

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Notes how long a stage takes."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.stages[stage] = time.monotonic() - began

    def _note_step(self) -> None:
        self.trained = True
        if self._first_steps is None:
            self._first_steps = time.monotonic()
            self.stages["compiling and first steps"] = self._first_steps - self._began

    def _look(self, event: WeightsSeen, *, final: bool = False) -> str:
        return look_line((row.path for row in self.weights), event, final=final)

    def _note_epoch(self, event: EpochEnded) -> None:
        line = {
            **_finite(event.metrics),
            "epoch": event.epoch,
            "steps": event.steps,
            "elapsed_seconds": round(event.elapsed_seconds, 3),
        }
        self._append(METRICS, json.dumps(line) + "\n")
        if self._first_steps is not None:
            self.stages["training"] = time.monotonic() - self._first_steps
        self.log(f"epoch {event.epoch}: {_shown(event.metrics)}")

    def log(self, text: str) -> None:
        """Appends lines to the log, each with the moment."""
        moment = time.strftime("%Y-%m-%d %H:%M:%S")
        lines = [f"{moment} {visible(line)}\n" for line in text.split("\n")]
        self._append("log.txt", "".join(lines))

    def _write(self, name: str, text: str) -> None:
        if self.is_kept:
            write_text(self.folder / name, text)

    def _append(self, name: str, text: str) -> None:
        """Appends to a file, with what could not be written before; a part of it never stays."""
        if not self.is_kept:
            return
        waiting = self._unwritten.pop(name, ("", None))[0] + text
        try:
            append_whole(self.folder / name, waiting.encode())
        except OSError as error:
            self._unwritten[name] = waiting, error

    def _set_status(self, status: str, **more: object) -> None:
        wall = round(self.wall_seconds + time.monotonic() - self._began, 3)
        stages = {stage: round(seconds, 3) for stage, seconds in self.stages.items()}
        told = {"status": status, "began": self.began, "wall_seconds": wall, "stages": stages}
        facts = {**told, **self.facts, **more}
        text = json.dumps(facts, indent=1, allow_nan=False)
        self._write("environment.json", f"{text}\n")


def _finite(metrics: Metrics) -> dict[str, float | None]:
    """JSON knows neither NaN nor infinity."""
    return {name: value if math.isfinite(value) else None for name, value in metrics.items()}


def _shown(metrics: Metrics) -> str:
    return ", ".join(f"{name} {value:.6g}" for name, value in metrics.items())
