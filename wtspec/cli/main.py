"""Runs one command, and turns whatever comes of it into an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

import click

from wtspec.cli.streams import say
from wtspec.cli.tell import tell
from wtspec.cli.verbs import wtspec
from wtspec.errors import SpecError
from wtspec.errors.visible import visible

DONE, FAULTY, MISUSED, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130


def run_command(arguments: Sequence[str]) -> int:
    """The exit status of a command line, all that there is to say said.

    Args:
        arguments: Without the program's name.
    """
    _take_all_characters(sys.stdout)
    try:
        status = _invoke(list(arguments))
        if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison] - `>&-` does it
            sys.stdout.flush()
    except SpecError as error:
        tell(error.diagnostics)
        return FAULTY
    except click.UsageError as error:
        _tell_misuse(error)
        return MISUSED
    except BrokenPipeError:
        _drop_output()
        return DONE
    except (KeyboardInterrupt, click.Abort):
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


def _invoke(arguments: list[str]) -> int:
    try:
        with wtspec.make_context("wtspec", arguments) as context:
            wtspec.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return DONE


def _tell_misuse(error: click.UsageError) -> None:
    """Says what click would; a message quotes the command line, which may be out to act."""
    if not isinstance(error, click.exceptions.NoArgsIsHelpError):  # that one's is the help
        error = click.UsageError(visible(error.format_message()), error.ctx)
    error.show()


def _drop_output() -> None:
    """Lets Python find nothing to complain of when it flushes the closed pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
