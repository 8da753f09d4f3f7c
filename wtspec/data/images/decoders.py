"""Processes that decode pictures beside each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import IO, Any

import numpy as np

from wtspec.data.images.decode_images import (
    BrokenImagesError,
    check_one_size,
    common_size,
    decode_images,
)
from wtspec.data.images.worker import START

FEWEST = 2000
"""Pictures for which processes are worth their start."""

_AT_ONCE = 64
"""Pictures that a process is asked for at a time."""

_PIPE_BYTES = 1 << 20
"""So that an answer is written at once, and the next request begun with."""


class Decoders:
    """Decodes small pictures as fast as there are cores, where threads would wait for each other.

    Python holds a lock for half of the time that a small picture takes. The processes are started
    with the first pictures, and end with this object. What one leaves that dies is done here.
    """

    def __init__(self) -> None:
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        self._started: list[_Process] = []
        self._threads = ThreadPoolExecutor(os.cpu_count())
        for _ in range(os.cpu_count() or 1):
            self._idle.put(None)
        weakref.finalize(self, _end, self._started, self._threads)

    def decode(
        self,
        files: Sequence[str],
        names: Sequence[str],
        size: tuple[int, int],
        channels: int = 3,
        resize: str = "stretch",
    ) -> np.ndarray:
        """The same as `decode_images`."""
        pictures = np.empty((len(files), *size, channels), "uint8")

        def read(rows: slice) -> list[str | None]:
            form = (channels, resize)
            told = self._ask(files[rows], size, form, pictures[rows])
            return told if told is not None else _by_itself(files[rows], size, form, pictures[rows])

        reasons = [one for several in self._each(read, len(files)) for one in several]
        faults = [(name, one) for name, one in zip(names, reasons, strict=True) if one is not None]
        if faults:
            raise BrokenImagesError(faults, len(names))
        return pictures

    def common_size(self, files: Sequence[str], names: Sequence[str]) -> tuple[int, int]:
        """The same as `common_size`."""

        def read(rows: slice) -> list[Any]:
            told = self._ask(files[rows], None, None, None)
            return told if told is not None else [None] * len(files[rows])

        found = [one for several in self._each(read, len(files)) for one in several]
        if None in found:
            return common_size(files, names)
        faults = [(name, one) for name, one in zip(names, found, strict=True) if type(one) is str]
        if faults:
            raise BrokenImagesError(faults, len(names))
        return check_one_size(names, [(height, width) for height, width in found])

    def _each(self, read: Callable[[slice], list[Any]], count: int) -> list[list[Any]]:
        step = max(1, min(_AT_ONCE, -(-count // (os.cpu_count() or 1))))
        rows = [slice(first, first + step) for first in range(0, count, step)]
        return list(self._threads.map(read, rows))

    def _ask(
        self,
        files: Sequence[str],
        size: tuple[int, int] | None,
        form: tuple[int, str] | None,
        pictures: np.ndarray | None,
    ) -> list[Any] | None:
        """What a process that is idle tells of files; None where none can be had."""
        process = self._idle.get()
        try:
            if process is None:
                process = _Process()
                self._started.append(process)
            return process.ask({"files": list(files), "size": size, "form": form}, pictures)
        except (OSError, ValueError):
            process = None
            return None
        finally:
            self._idle.put(process)


@dataclass(slots=True)
class _Process:
    """A process, and the pipes to it."""

    running: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Starts it."""
        places = [place for place in sys.path if place]
        self.running = subprocess.Popen(  # noqa: S603 - Python itself, with code of ours
            [sys.executable, "-P", "-c", START, json.dumps(places)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE_BYTES,
        )

    def ask(self, request: dict[str, object], pictures: np.ndarray | None) -> list[Any]:
        """What it answers.

        Args:
            request: As `worker.py` takes it.
            pictures: Takes the numbers of the pictures.

        Raises:
            OSError: It has died.
            ValueError: Likewise.
        """
        given, answers = _pipes(self.running)
        given.write(json.dumps(request).encode() + b"\n")
        given.flush()
        told = json.loads(answers.readline())
        if pictures is not None and pictures.nbytes:
            room = pictures.reshape(-1).data
            filled = 0
            while filled < len(room):
                count = answers.readinto(room[filled:])  # pyright: ignore[reportAttributeAccessIssue]
                if not count:
                    raise OSError
                filled += count
        return told

    def end(self) -> None:
        """Ends it."""
        for pipe in _pipes(self.running):
            with suppress(OSError):  # it has died before
                pipe.close()
        self.running.wait()


def _pipes(running: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if running.stdin is None or running.stdout is None:
        raise OSError
    return running.stdin, running.stdout


def _by_itself(
    files: Sequence[str], size: tuple[int, int], form: tuple[int, str], pictures: np.ndarray
) -> list[str | None]:
    try:
        pictures[:] = decode_images(files, files, size, *form)
    except BrokenImagesError as error:
        reasons = dict(error.faults)
        return [reasons.get(file) for file in files]
    return [None] * len(files)


def _end(started: list[_Process], threads: ThreadPoolExecutor) -> None:
    threads.shutdown(wait=False)
    for process in started:
        process.end()
