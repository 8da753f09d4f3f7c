"""Keeps a run's folder while the run goes on."""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wtspec.errors.visible import visible
from wtspec.runs.metrics_lines import METRICS, read_lines
from wtspec.runs.write import unwritable, write_text
from wtspec.train.events import CheckpointFailed, EpochEnded, Event, Progressed
from wtspec.train.numbers import Metrics

WEIGHTS = "weights.safetensors"


@dataclass(slots=True)
class Record:
    """A run's folder; it says at any time how far the run has come.

    Attributes:
        folder: Its own, and empty.
        facts: What `environment.json` says from the start.
        texts: What else says what the run is: the files' contents by name.
        trained: Whether a step was taken.
        finished: Whether its end is written down.
        wall_seconds: What the run took before.

    A line that can't be written while it trains, as on a full disk, waits for the next one: it
    stops no training.
    """

    folder: Path
    facts: Mapping[str, object]
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    trained: bool = False
    finished: bool = False
    wall_seconds: float = 0.0
    _began: float = field(default_factory=time.monotonic)
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
                write_text(self.folder / name, text)
            self._log(f"training begins in {self.folder.name}")
            for remark in remarks:
                self._log(remark)
            self._set_status("training")
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def go_on(self, epochs: int, texts: Mapping[str, str], remarks: Iterable[str]) -> None:
        """Writes what has changed, and takes back what was noted after the state to go on from.

        Args:
            epochs: That were over then.
            texts: The files' contents by name.
            remarks: For the log.
        """
        try:
            self.finished = False
            lines = read_lines(self.folder / METRICS)[:epochs]
            write_text(self.folder / METRICS, "".join(f"{line}\n" for line in lines))
            for name, text in texts.items():
                write_text(self.folder / name, text)
            self._log(f"training goes on after epoch {epochs}")
            for remark in remarks:
                self._log(remark)
            self._set_status("training")
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def note(self, event: Event) -> None:
        """Notes a training's progress: a line of metrics an epoch."""
        if isinstance(event, Progressed):
            self.trained = True
        elif isinstance(event, EpochEnded):
            self._note_epoch(event)
        elif isinstance(event, CheckpointFailed):
            self._log(f"no checkpoint could be written: {event.reason}")

    def finish(self, table: str, metrics: Mapping[str, Metrics], which: str) -> None:
        """Writes what is known at the end; the weights are written by then.

        Args:
            table: Of the weights.
            metrics: By part.
            which: The weights are.
        """
        help = f"the trained weights are in `{self.folder / WEIGHTS}`"
        try:
            write_text(self.folder / "weights.txt", table)
            for part, values in metrics.items():
                self._log(f"{part}: {_shown(values)}")
            self._log(f"finished; the weights are {which}")
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
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        try:
            self._log(f"{status}: {reason}" if reason else status)
            self._set_status(status)
        except OSError:
            return  # the reason itself is what the user is told

    def _note_epoch(self, event: EpochEnded) -> None:
        line = {
            **_finite(event.metrics),
            "epoch": event.epoch,
            "steps": event.steps,
            "elapsed_seconds": round(event.elapsed_seconds, 3),
        }
        self._append(METRICS, json.dumps(line) + "\n")
        self._log(f"epoch {event.epoch}: {_shown(event.metrics)}")

    def _log(self, text: str) -> None:
        moment = time.strftime("%Y-%m-%d %H:%M:%S")
        lines = [f"{moment} {visible(line)}\n" for line in text.split("\n")]
        self._append("log.txt", "".join(lines))

    def _append(self, name: str, text: str) -> None:
        """Appends to a file, with what could not be written before; a part of it never stays."""
        waiting = self._unwritten.pop(name, ("", None))[0] + text
        try:
            with (self.folder / name).open("ab") as file:
                end = file.tell()
                try:
                    file.write(waiting.encode())
                    file.flush()
                except OSError:
                    file.truncate(end)
                    raise
        except OSError as error:
            self._unwritten[name] = waiting, error

    def _set_status(self, status: str, **more: object) -> None:
        wall = round(self.wall_seconds + time.monotonic() - self._began, 3)
        facts = {"status": status, "wall_seconds": wall, **self.facts, **more}
        text = json.dumps(facts, indent=1, allow_nan=False)
        write_text(self.folder / "environment.json", f"{text}\n")


def _finite(metrics: Metrics) -> dict[str, float | None]:
    """JSON knows neither NaN nor infinity."""
    return {name: value if math.isfinite(value) else None for name, value in metrics.items()}


def _shown(metrics: Metrics) -> str:
    return ", ".join(f"{name} {value:.6g}" for name, value in metrics.items())
