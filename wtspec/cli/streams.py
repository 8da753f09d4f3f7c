"""Where output goes: what people read to stderr, what is the verb's product to stdout."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.visible import harmless

_USUAL_WIDTH = 80
"""Of a terminal that does not say how wide it is."""


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


def keep_stdout() -> None:
    """Keeps stdout for products: what libraries print there by themselves goes nowhere.

    Gloo does so for each group of devices that it connects.
    """
    try:
        kept = os.dup(sys.stdout.fileno())
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # closed, or no file of the system
        return
    os.close(nowhere)
    sys.stdout = open(kept, "w", encoding=sys.stdout.encoding, errors="backslashreplace")  # noqa: PTH123, SIM115 - no path, and open to the end


def is_terminal(stream: TextIO | None) -> bool:
    """Whether people look at a stream; it is None where it was closed."""
    return stream is not None and stream.isatty()


def colors(stream: TextIO | None) -> bool:
    """Whether a stream is to get colors: a terminal whose user does not object."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and is_terminal(stream)


def can_animate(stream: TextIO | None) -> bool:
    """Whether lines can be drawn anew: on a terminal that moves its cursor, if people look at it.

    CI systems give some commands a terminal, and keep what it was sent as a log.
    """
    moves = os.environ.get("TERM", "").lower() not in {"", "dumb", "unknown"}
    return is_terminal(stream) and (moves or os.name == "nt") and not os.environ.get("CI")


def width_of_terminal(stream: TextIO | None) -> int | None:
    """The columns of the terminal that a stream leads to; None where it leads elsewhere."""
    if stream is None or not is_terminal(stream):
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def width_of_output() -> int | None:
    """The columns of the terminal that products go to; None where they go elsewhere."""
    return width_of_terminal(sys.stdout)


def _tell(text: str) -> None:
    """What people are told stops nothing: where nobody listens any more, work goes on."""
    try:
        _write(sys.stderr, text)
    except (OSError, ValueError):
        drop(sys.stderr)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # None where it was closed before
        print(text, file=stream, flush=True)
