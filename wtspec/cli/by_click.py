"""Has click read a command line and run its verb."""

from __future__ import annotations

import click

from wtspec.cli.by_name import wtspec
from wtspec.cli.status import DONE, INTERRUPTED, MISUSED
from wtspec.cli.streams import say
from wtspec.errors.visible import visible


def invoke(arguments: list[str]) -> int:
    """The exit status of a command line; what its verb raises is raised."""
    try:
        with wtspec.make_context("wtspec", arguments) as context:
            wtspec.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        _tell_misuse(error)
        return MISUSED
    except click.Abort:
        say("interrupted")
        return INTERRUPTED
    return DONE


def _tell_misuse(error: click.UsageError) -> None:
    """Says what click would; a message quotes the command line, which may be out to act."""
    if not isinstance(error, click.exceptions.NoArgsIsHelpError):  # that one's is the help
        error = click.UsageError(visible(error.format_message()), error.ctx)
    error.show()
