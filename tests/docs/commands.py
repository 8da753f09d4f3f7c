"""Runs the commands that a page shows, and compares what they print with what it says."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys

WTSPEC = ["python", "-m", "wtspec"]
SHELL = ("cat", "ls", "mkdir", "cp")
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


def agrees(shown, printed):
    """Whether an output is what a page shows; `…` stands for anything, alone for any lines."""
    pattern = "".join(_line_pattern(line) for line in _lines(shown))
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in _lines(printed))) is not None


def with_wildcards(printed, shown):
    """What is printed, with those lines of what a page shows that say the same with `…` in them."""
    kept = [line for line in _lines(shown) if "…" in line and line.strip() != "…"]
    lines = [next((one for one in kept if agrees(one, line)), line) for line in _lines(printed)]
    return "".join(f"{line}\n" for line in lines)


def _line_pattern(line):
    if line.strip() == "…":
        return r"(?:.*\n)*?"
    return ".*".join(re.escape(part) for part in line.split("…")) + r"\n"


def _lines(text):
    return [line.rstrip() for line in text.strip("\n").splitlines()]
