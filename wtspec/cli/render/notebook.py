"""Shows how a training goes in a notebook, below the cell that trains."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from html import escape
from typing import Any

from wtspec.cli.render.course import Course, Ended
from wtspec.cli.render.frame import CURVE_WIDTH, loss_curves, place
from wtspec.cli.render.headline import ended, in_pieces, opening, retracing, unsaved
from wtspec.cli.render.progress import tell_progress
from wtspec.cli.render.thinning import Thinning
from wtspec.report.tables import GAP
from wtspec.train.events import (
    CheckpointFailed,
    EpochEnded,
    Event,
    Finished,
    Listener,
    LoggerFailed,
    Retracing,
    Started,
    ignore,
)

_SECONDS_BETWEEN = 0.2
_MOST_LINES = 20
"""Of epochs; all of what is shown is sent anew each time."""


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
    return _below_the_cell() if here else tell_progress()


@contextmanager
def _below_the_cell() -> Iterator[Listener]:
    progress = NotebookProgress()
    try:
        yield progress
    finally:
        progress.close()


class NotebookProgress:
    """A listener that draws below the running cell, and over what it drew before.

    By what each notebook can show: rich would ask for `ipywidgets` to be installed.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._course = Course(clock)
        self._thinning = Thinning(clock)
        self._head: list[str] = []
        self._epochs: deque[list[str]] = deque(maxlen=_MOST_LINES)
        self._left_out = 0
        self._due: float = clock()
        self._drawn: Any = None

    def __call__(self, event: Event) -> None:
        """Takes in an event, and draws what is new if that is some time ago."""
        self._course.note(event)
        match event:
            case Started():
                self._head = opening(event)
            case CheckpointFailed() | LoggerFailed():
                self._head = [*self._head, unsaved(event)]
            case Retracing():
                self._head = [*self._head, retracing(event)]
            case EpochEnded() if self._course.ended and self._thinning.shows(self._course.ended):
                self._keep(self._course.ended)
            case _:
                pass
        if self._clock() >= self._due or isinstance(event, Started | Finished):
            self._draw()

    def close(self) -> None:
        """Draws how it has ended."""
        last = self._thinning.last()
        if last is not None:
            self._keep(last)
        if self._drawn is not None:
            self._draw()

    def _keep(self, epoch: Ended) -> None:
        which, took = ended(epoch)
        self._left_out += len(self._epochs) == _MOST_LINES
        self._epochs.append([which, *in_pieces(epoch.metrics), took])

    def _lines(self) -> tuple[list[list[str]], list[list[str]]]:
        """What stays, and what goes on."""
        left_out = [[f"… {self._left_out} more"]] if self._left_out else []
        stay = [*([line] for line in self._head), *left_out, *self._epochs]
        live = [loss_curves(self._course, CURVE_WIDTH)]
        if self._course.phase != "finished":
            live = [place(self._course), in_pieces(self._course.metrics), *live]
        return stay, live

    def _draw(self) -> None:
        stay, live = self._lines()
        bar = f'<progress value="{self._course.done}" max="{self._course.length.total_steps}">'
        marked = "\n".join([*map(_in_html, stay), f"{bar}</progress>", *map(_in_html, live)])
        shown = {
            "text/plain": "\n".join(GAP.join(filter(None, line)) for line in [*stay, *live]),
            "text/html": f'<pre style="white-space: pre-wrap">{marked}</pre>',
        }
        self._due = self._clock() + _SECONDS_BETWEEN
        if self._drawn is None:
            from IPython.display import display  # pyright: ignore[reportMissingImports, reportUnknownVariableType]

            self._drawn = display(shown, raw=True, display_id=True)
        else:
            self._drawn.update(shown, raw=True)


def _in_html(pieces: Iterable[str]) -> str:
    """A line that is broken between its pieces alone, where a page is narrow."""
    whole = '<span style="display: inline-block">{}</span>'
    return GAP.join(whole.format(escape(piece)) for piece in pieces if piece)
