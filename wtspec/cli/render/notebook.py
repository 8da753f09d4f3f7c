"""Shows how a training goes in a notebook, below the cell that trains."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from html import escape
from typing import Any

from wtspec.cli.render.headline import in_a_row, opening, retracing, unsaved
from wtspec.cli.render.progress import tell_progress
from wtspec.train.events import (
    CheckpointFailed,
    EpochEnded,
    Event,
    Listener,
    LoggerFailed,
    Progressed,
    Retracing,
    Started,
    ignore,
)
from wtspec.train.snapshot import Moment


def in_notebook() -> bool:
    """Whether a kernel runs this, such as Jupyter's, and not IPython in a terminal."""
    ipython: Any = sys.modules.get("IPython")
    shell = ipython.get_ipython() if hasattr(ipython, "get_ipython") else None
    return getattr(shell, "kernel", None) is not None


def telling(wanted: bool | None) -> AbstractContextManager[Listener]:
    """A listener that tells people if that is wanted; where nobody said, in notebooks alone."""
    here = in_notebook()
    if not (here if wanted is None else wanted):
        return nullcontext(ignore)
    return nullcontext(NotebookProgress()) if here else tell_progress()


class NotebookProgress:
    """A listener that draws below the running cell, and over what it drew before.

    By what each notebook can show: rich would ask for `ipywidgets` to be installed.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._head: list[str] = []
        self._epochs = self._steps_per_epoch = self._total_steps = 0
        self._drawn: Any = None

    def __call__(self, event: Event) -> None:
        """Draws what is new."""
        match event:
            case Started():
                self._begin(event)
            case Progressed():
                done = (event.epoch - 1) * self._steps_per_epoch + event.step
                self._draw(done, self._line(event.epoch, in_a_row(event.metrics)))
            case EpochEnded():
                self._draw(event.steps, self._line(event.epoch, in_a_row(event.metrics)))
            case CheckpointFailed() | LoggerFailed():
                self._head = [*self._head, unsaved(event)]
            case Retracing():
                self._head = [*self._head, retracing(event)]
            case _:
                pass

    def _begin(self, event: Started) -> None:
        length = event.length
        self._head = opening(event)
        begun = event.begun or Moment(0, 0)
        self._epochs, self._steps_per_epoch = length.epochs, length.steps_per_epoch
        self._total_steps = length.total_steps
        done = begun.epoch * self._steps_per_epoch + begun.step
        self._draw(done, self._line(begun.epoch + 1, "compiling"))

    def _line(self, epoch: int, text: str) -> str:
        elapsed = f"{time.monotonic() - self._began:.1f} s"
        return f"epoch {epoch}/{self._epochs}  {text}  {elapsed}"

    def _draw(self, done: int, line: str) -> None:
        head = "\n".join(self._head)
        bar = f'<progress value="{done}" max="{self._total_steps}"></progress>'
        shown = {
            "text/plain": f"{head}\n{line}",
            "text/html": f'<pre style="white-space: pre-wrap">{escape(head)}\n'
            f"{bar} {escape(line)}</pre>",
        }
        if self._drawn is None:
            from IPython.display import display  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

            self._drawn = display(shown, raw=True, display_id=True)
        else:
            self._drawn.update(shown, raw=True)
