"""`wtspec` as a process that a test starts, speaks to, and never leaves behind."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WTSPEC = [sys.executable, "-m", "wtspec"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
HEEDING = """
import os, signal, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)  # `nohup`, or a shell's `&`, lets it be ignored
signal.alarm(300)  # should the tests be killed
os.execv(sys.argv[1], sys.argv[1:])
"""


@contextlib.contextmanager
def started(*arguments, folder=ROOT):
    """A process that heeds signals as one started by hand does; it is killed where a test fails."""
    command = [sys.executable, "-c", HEEDING, *WTSPEC, *map(str, arguments)]
    env = {**ENVIRONMENT, "JAX_PLATFORMS": "cpu"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=env, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise
