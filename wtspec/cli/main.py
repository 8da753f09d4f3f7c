"""Runs one command, and turns whatever comes of it into an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

from wtspec.cli.status import DONE, FAULTY, INTERRUPTED, OUR_BUG
from wtspec.cli.streams import say
from wtspec.cli.tell import tell
from wtspec.errors import SpecError


def run_command(arguments: Sequence[str]) -> int:
    """The exit status of a command line, all that there is to say said.

    Args:
        arguments: Without the program's name.
    """
    _take_all_characters(sys.stdout)
    try:
        status = _run(list(arguments))
        if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison] - `>&-` does it
            sys.stdout.flush()
    except SpecError as error:
        tell(error.diagnostics)
        return FAULTY
    except BrokenPipeError:
        _drop_output()
        return DONE
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nobody but us is to see a traceback
        from wtspec.cli.bug import tell_bug

        tell_bug(error, arguments)
        return OUR_BUG
    return status


def _take_all_characters(stream: TextIO) -> None:
    """Lets what a terminal or pipe has no code for (names, `…`) be sent as an escape."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _run(arguments: list[str]) -> int:
    """Most calls name files to check and no more: these are not kept waiting for click."""
    verb, *paths = arguments or [""]
    if verb == "validate" and paths and not any(path.startswith("-") for path in paths):
        from wtspec.cli.check import check_paths

        return DONE if check_paths(paths) else FAULTY
    from wtspec.cli.by_click import invoke

    return invoke(arguments)


def _drop_output() -> None:
    """Lets Python find nothing to complain of when it flushes the closed pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
