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
    """In this process: importing Keras anew for each command would take most of the time.

    Not by `main`, which ends the process.
    """
    from wtspec.cli.main import run_command as run_verb

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = run_verb(arguments)
    return printed.getvalue(), status
