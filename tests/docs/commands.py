"""Runs the commands that a page shows."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys

WTSPEC = ["python", "-m", "wtspec"]
SHELL = ("cat", "head", "ls")
SECONDS = 60


def split_console(text):
    """The commands of a `console` block, each with the output that the page shows for it."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert not parts[0].strip(), "a console block begins with `$ command`"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run_command(command):
    """What a command prints, errors included, and its exit status."""
    words = shlex.split(command)
    if words[:3] == WTSPEC:
        return _run_here(words[3:])
    if words[0] == "python":
        words[0] = sys.executable
    else:
        assert words[0] in SHELL, f"`{command}` is no command that pages may show"
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=SECONDS, check=False, env=os.environ
    )
    return done.stdout + done.stderr, done.returncode


def _run_here(arguments):
    """In this process: importing Keras anew for each command would take most of the time."""
    from wtspec.__main__ import main

    printed, before = io.StringIO(), sys.argv
    sys.argv = ["wtspec", *arguments]
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main()
        status = 0
    except SystemExit as stop:
        status = stop.code or 0
    finally:
        sys.argv = before
    return printed.getvalue(), status
