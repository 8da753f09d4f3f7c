"""Where output goes: what people read to stderr, what is the verb's product to stdout."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.visible import harmless


def say(text: str) -> None:
    """Tells people; what would act on their terminal or CI log is shown instead."""
    _tell(harmless(text))


def say_rendered(text: str) -> None:
    """Tells people what was made harmless before, and may hold colors."""
    _tell(text)


def show(text: str) -> None:
    """Gives a product, which may go into a pipe.

    Raises:
        BrokenPipeError: Whoever read it has left.
        SpecError: `unwritable`: a full disk, for one.
    """
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        drop(sys.stdout)
        message = f"the output can't be written: {error.strerror or error}"
        raise SpecError(Diagnostic("unwritable", message)) from error


def drop(stream: TextIO | None) -> None:
    """Lets a stream go nowhere from now on, so that Python does not complain of it at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # pyright: ignore[reportOptionalMemberAccess]
        os.close(nowhere)
        stream.flush()  # pyright: ignore[reportOptionalMemberAccess]


def is_terminal(stream: TextIO | None) -> bool:
    """Whether people look at a stream; it is None where it was closed."""
    return stream is not None and stream.isatty()


def colors(stream: TextIO | None) -> bool:
    """Whether a stream is to get colors: a terminal whose user does not object."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and is_terminal(stream)


def _tell(text: str) -> None:
    """What people are told stops nothing: where nobody listens any more, work goes on."""
    try:
        _write(sys.stderr, text)
    except (OSError, ValueError):
        drop(sys.stderr)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # None where it was closed before
        print(text, file=stream, flush=True)
