"""The live lines of a training, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console, ConsoleRenderable, RenderableType
from rich.control import Control
from rich.live import Live
from rich.segment import ControlType
from rich.text import Text

from wtspec.cli.render.course import Course
from wtspec.cli.render.fold import INDENT
from wtspec.cli.render.frame import ASCII, Glyphs, closing, finished_line, frame
from wtspec.cli.render.headline import opening, retracing, unsaved
from wtspec.cli.render.thinning import Thinning
from wtspec.cli.streams import is_terminal
from wtspec.errors.visible import columns
from wtspec.errors.wrap import wrap
from wtspec.train.events import (
    CheckpointFailed,
    EpochEnded,
    Event,
    Listener,
    LoggerFailed,
    Retracing,
    Started,
)

_FRAMES_PER_SECOND = 5


@contextmanager
def progress_bar() -> Iterator[Listener]:
    """A listener that draws on stderr as long as the context lasts."""
    console = Console(stderr=True, highlight=False)
    display = _Display(console)
    try:
        with _LiveLines(display, console):
            yield display
    finally:
        display.close()


class _Display:
    """Keeps the course of a training, and lets the lines of its epochs stay above the live ones."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._course = Course()
        self._glyphs = ASCII if console.options.ascii_only else Glyphs()
        self._thinning = Thinning()
        self._aligned: dict[str, int] = {}
        self.has_begun = False

    def __call__(self, event: Event) -> None:
        """Takes in an event; what is seen of it is drawn a few times a second."""
        match event:
            case Started():
                self._wrap(opening(event))
            case CheckpointFailed() | LoggerFailed():
                self._wrap([unsaved(event)])
            case Retracing():
                self._wrap([retracing(event)])
            case _:
                pass
        self._course.note(event)
        if isinstance(event, Started):
            self.has_begun = True
        ended = self._course.ended
        if isinstance(event, EpochEnded) and ended and self._thinning.shows(ended):
            self._keep(finished_line(ended, self._width, self._aligned))

    def lines(self) -> list[str]:
        """What is seen now below what stays."""
        if not self.has_begun:
            return []
        return frame(self._course, self._width, self._console.height, self._glyphs)

    def close(self) -> None:
        """Leaves what is to stay."""
        if self.has_begun:
            last = self._thinning.last()
            self._keep(finished_line(last, self._width, self._aligned) if last else [])
            self._keep(closing(self._course, self._width, self._glyphs))

    @property
    def _width(self) -> int:
        return max(1, self._console.width - 1)  # a full line makes some terminals begin another

    def _wrap(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._keep(wrap(line, self._width, INDENT))

    def _keep(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._console.print(Text(line), soft_wrap=True)


class _LiveLines(Live):
    """Lines that are drawn anew in place, also where the terminal was made narrower meanwhile."""

    def __init__(self, display: _Display, console: Console) -> None:
        self._display = display
        self._drawn: list[int] = []
        self._next: list[int] = []
        super().__init__(
            console=console,
            refresh_per_second=_FRAMES_PER_SECOND,
            transient=True,
            redirect_stdout=is_terminal(sys.stdout),  # a file's lines are not for the terminal
            vertical_overflow="crop",
        )

    def get_renderable(self) -> RenderableType:
        """The lines as they are now."""
        lines = self._display.lines()
        self._next = [columns(line) for line in lines]
        return Text("\n".join(lines), no_wrap=True, overflow="crop")

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Draws the lines below what is printed.

        A terminal that is made narrower breaks the lines that it shows: from where its cursor is
        then, rich would not go up far enough to draw over all of them.
        """
        with self._lock:
            broken = sum(max(0, drawn - 1) // self.console.width for drawn in self._drawn)
            self._live_render.set_renderable(self.get_renderable())  # not as it was before a line
            self._drawn = self._next
            up = ((ControlType.ERASE_IN_LINE, 2), (ControlType.CURSOR_UP, 1))
            return [Control(*up * broken), *super().process_renderables(renderables)]
