"""A contender's process, seen from outside: told to train an epoch, it says what that took."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scripts.bench.contenders import CONTENDERS

ROOT = Path(__file__).parents[2]


class RefusedError(Exception):
    """A contender that can't run here; says why."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What an epoch took.

    Attributes:
        loss: Its mean.
        peak_bytes: Of the process's memory, since it started.
    """

    seconds: float
    loss: float
    accuracy: float
    peak_bytes: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A process that waits for its turn.

    Attributes:
        parameters: How many numbers its model trains.
    """

    parameters: int
    process: subprocess.Popen[str]
    errors: IO[str]

    def train(self) -> Epoch:
        """Trains an epoch; the first one compiles, too.

        Raises:
            RefusedError: The process ended.
        """
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise RefusedError(_last_line(self.errors)) from None
        return Epoch(**_read(self.process, self.errors))


@contextmanager
def contender(
    name: str, workload: str, steps: int, epochs: int, caches: Path, changes: Sequence[str] = ()
) -> Iterator[Contender]:
    """Starts a contender, which waits until it is told to train; ends it afterwards.

    Args:
        name: One of `CONTENDERS`.
        workload: What it trains.
        steps: In an epoch.
        epochs: That it may be told to train.
        caches: The folder in which it finds and leaves what it compiled.
        changes: To wtspec's file, as `--set` takes them.

    Raises:
        RefusedError: It can't run here.
    """
    module = f"scripts.bench.contenders.{CONTENDERS[name]}"
    caches.mkdir(parents=True, exist_ok=True)
    sets = [word for change in changes for word in ("--set", change)]
    command = [sys.executable, "-m", module, workload, str(steps), str(epochs), *sets]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own command lines
            command,
            cwd=ROOT,
            env=_environment(caches),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
        try:
            yield Contender(int(_read(process, errors)["parameters"]), process, errors)
        finally:
            process.kill()
            process.communicate()


def _read(process: subprocess.Popen[str], errors: IO[str]) -> dict[str, float]:
    assert process.stdout is not None  # noqa: S101 - for the type checker
    line = process.stdout.readline()
    if not line:
        raise RefusedError(_last_line(errors))
    told = json.loads(line)
    if "refused" in told:
        raise RefusedError(told["refused"].split("\n")[0])
    return told


def _last_line(errors: IO[str]) -> str:
    errors.seek(0)
    lines = errors.read().strip().split("\n")
    return lines[-1] or "it ended without a word"


def _environment(caches: Path) -> Mapping[str, str]:
    """The user's own, but for settings and for all that is written.

    JAX would take most of a GPU's memory at once, and leave none to those that wait beside it.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JAX_C")}
    return {
        **inherited,
        "KERAS_BACKEND": "jax",
        "KERAS_HOME": str(caches / "keras"),
        "XDG_CACHE_HOME": str(caches),
        "TORCHINDUCTOR_CACHE_DIR": str(caches / "inductor"),
        "TMPDIR": str(caches),
        "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
