"""Where output goes: what people read to stderr, what is the verb's product to stdout."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from wtspec.errors.visible import harmless


def say(text: str) -> None:
    """Tells people; what would act on their terminal or CI log is shown instead."""
    _write(sys.stderr, harmless(text))


def say_rendered(text: str) -> None:
    """Tells people what was made harmless before, and may hold colors."""
    _write(sys.stderr, text)


def show(text: str) -> None:
    """Gives a product, which may go into a pipe."""
    _write(sys.stdout, text)


def colors(stream: TextIO) -> bool:
    """Whether a stream is to get colors: a terminal whose user does not object."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream.isatty()


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # None where it was closed before
        print(text, file=stream, flush=True)
