"""Several workers, each a process of its own."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

import msgspec

from wtspec.runs.training.stop import ENDING
from wtspec.sweeps.events import SweepEvent, SweepListener, WorkerDied
from wtspec.sweeps.open_sweep import OpenSweep
from wtspec.sweeps.share import surroundings_of

STORAGE = "WTSPEC_STORAGE"
"""Hands a URL with its password to workers: all can read another process's arguments."""

LOG = "workers.log"
_MOST_DEATHS = 3
"""For each worker; whatever kills more of them would kill the next one too."""


class Crew:
    """Workers, and what they tell.

    Attributes:
        interrupted: The signal that asked them to end.
    """

    def __init__(self, sweep: OpenSweep, workers: int, tell: SweepListener) -> None:
        self.interrupted: int | None = None
        self._sweep = sweep
        self._count = workers
        self._tell = tell
        self._told: queue.Queue[SweepEvent | int] = queue.Queue()
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._deaths = 0

    def work(self) -> list[int]:
        """Starts the workers, waits for all, and gives the statuses of those that failed.

        A worker that dies without a word is replaced: who takes its place takes up its trial.
        """
        with (self._sweep.folder / LOG).open("ab") as log, _heard(self._hear):
            for number in range(self._count):
                self._start(number, log)
            failed: list[int] = []
            while self._processes:
                told = self._told.get()
                if not isinstance(told, int):
                    self._tell(told)
                    continue
                status = self._processes.pop(told).wait()
                if status < 0 and self.interrupted is None:
                    self._replace(told, status, log, failed)
                elif status not in (0, *(128 + one for one in ENDING)):
                    failed.append(status)
        return failed

    def _replace(self, number: int, status: int, log: IO[bytes], failed: list[int]) -> None:
        self._tell(WorkerDied(status))
        self._deaths += 1
        if self._deaths > _MOST_DEATHS * self._count:
            failed.append(status)
        else:
            self._start(number + self._count, log)

    def _start(self, number: int, log: IO[bytes]) -> None:
        sweep = self._sweep
        command = [sys.executable, "-m", "wtspec", "sweep", "--resume", str(sweep.folder)]
        command += ["--worker", str(number)]
        if sweep.data_root is not None:
            command += ["--data-root", str(sweep.data_root)]
        own = surroundings_of(number % self._count, self._count, os.environ)
        if sweep.place.is_secret:
            own[STORAGE] = sweep.place.url
        process = subprocess.Popen(  # noqa: S603 - ourselves
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=own,
            start_new_session=True,  # Ctrl-C is told by us
        )
        self._processes[number] = process
        threading.Thread(target=self._listen, args=(number, process), daemon=True).start()

    def _listen(self, number: int, process: subprocess.Popen[bytes]) -> None:
        """Passes on what a worker says, and that it has nothing more to say."""
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        for line in process.stdout:
            try:
                self._told.put(msgspec.json.decode(line, type=SweepEvent))
            except msgspec.DecodeError:  # cut short as it was killed, or what a library prints
                continue
        self._told.put(number)

    def _hear(self, number: int) -> None:
        """Asks all workers to save what they do, and to end; asked again they end at once."""
        self.interrupted = number
        for process in list(self._processes.values()):
            if process.poll() is None:
                process.send_signal(number)


@contextmanager
def _heard(hear: Callable[[int], None]) -> Iterator[None]:
    """Within it signals that ask a process to end are told to a function."""
    before = {one: signal.getsignal(one) for one in ENDING}
    for one in ENDING:
        signal.signal(one, lambda number, _: hear(number))
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def end_with_parent() -> None:
    """Lets this process save its state and end once its parent is gone: its standard input ends."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="wtspec-parent", daemon=True).start()
