"""Sends attacks to the jail."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def open_jail():
    """A function that gives what came of an attack that lies in a folder."""
    command = [sys.executable, "-B", "-m", "tests.hostile.jail"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, env=bare_environment(), stdin=pipe, stdout=pipe, text=True
    )

    def send(attack, folder):
        request = {
            "folder": str(folder),
            "root": str(folder),
            "main": attack.main,
            "overrides": attack.overrides,
        }
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    with process:
        yield send
        process.stdin.close()


def bare_environment():
    """Of this process's environment, what says nothing to Python, Keras or us."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ}
