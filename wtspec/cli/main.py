"""Runs one command, and turns whatever comes of it into an exit status."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

from wtspec.cli.status import DONE, FAULTY, INTERRUPTED, OUR_BUG, SIGNALED
from wtspec.cli.streams import drop, say
from wtspec.cli.tell import tell
from wtspec.errors import SpecError
from wtspec.errors.visible import visible


def run_command(arguments: Sequence[str]) -> int:
    """The exit status of a command line, all that there is to say said.

    Args:
        arguments: Without the program's name.
    """
    _take_all_characters(sys.stdout)
    try:
        status = _run(list(arguments))
    except SpecError as error:
        tell(error.diagnostics)
        return FAULTY
    except BrokenPipeError:
        drop(sys.stdout)
        return DONE
    except KeyboardInterrupt as interrupt:
        return _tell_signal(interrupt)
    except Exception as error:  # noqa: BLE001 - nobody but us is to see a traceback
        from wtspec.errors.memory import no_memory, ran_out

        if ran_out(error):
            tell([no_memory(error).at(None)])
            return FAULTY
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


def _tell_signal(interrupt: KeyboardInterrupt) -> int:
    """Says what ended the command and what came of it, and gives the status for it."""
    from wtspec.cli.signals import WORDS
    from wtspec.model.processes.join import is_first

    number = interrupt.args[0] if interrupt.args else INTERRUPTED - SIGNALED
    if not is_first():
        return SIGNALED + number
    folder, saved = getattr(interrupt, "folder", None), getattr(interrupt, "saved", None)
    if folder is None:
        say(WORDS[number])
    elif saved is None:
        say(f"{WORDS[number]}; no state is saved: {visible(str(folder))} can't go on from here")
    else:
        say(f"{WORDS[number]}; {saved}. To go on:")
        verb = getattr(interrupt, "verb", "run")
        say(f"  wtspec {verb} --resume {visible(shlex.quote(str(folder)))}")
    return SIGNALED + number
