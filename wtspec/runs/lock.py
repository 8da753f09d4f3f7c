"""Lets one process at a time train in a run's folder; a dead process holds no lock."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import msgspec

from wtspec.errors import Diagnostic, SpecError
from wtspec.runs.write import unwritable

_NAME = ".lock"
_PATIENCE_SECONDS = 1.0
"""Who only asks whether a lock is held has it for an instant."""

_READ_BYTES = 1000


class LockHolder(msgspec.Struct, frozen=True):
    """Who holds a lock, as it wrote into the lock's file.

    Attributes:
        pid: Its process id.
        host: The machine that it runs on.
    """

    pid: Annotated[int, msgspec.Meta(gt=0, lt=2**31)]
    host: Annotated[str, msgspec.Meta(max_length=255)]


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Holds the lock of a run's folder; the system lets go of it however the process ends.

    The lock's file stays: to remove it would let two processes hold locks of one name.

    Raises:
        SpecError: `run-in-use`, where another process holds it, or this one does already;
            `unwritable`.
    """
    import filelock

    path = folder / _NAME
    lock = filelock.FileLock(path, timeout=_PATIENCE_SECONDS, thread_local=False)
    try:
        _check_place(path)
        lock.acquire()
    except filelock.Timeout as error:
        raise _in_use(folder) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        _sign(path)
        yield
    finally:
        lock.release()


def is_held(folder: Path) -> bool:
    """Whether a process holds the lock of a run's folder, which need only be readable."""
    try:
        file = os.open(folder / _NAME, _READ_FLAGS)
    except OSError:
        return False
    try:
        return not _can_share(file)
    finally:
        os.close(file)


_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
"""Whatever lies there under the lock's name, it is neither waited for nor followed."""


def _can_share(file: int) -> bool:
    """Whether nobody holds a lock on an open file."""
    try:
        import fcntl
    except ModuleNotFoundError:  # on Windows, where what is locked can't be read
        try:
            os.read(file, 1)
        except PermissionError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: there, a file is removed by its holder
        return False
    return True


def _check_place(path: Path) -> None:
    """A lock makes no folder, nor does it write by a link that a copied folder brings along."""
    if not path.parent.is_dir():
        raise FileNotFoundError("there is no such folder")
    if path.is_symlink():
        raise OSError(f"its `{_NAME}` is a link")


def _sign(path: Path) -> None:
    """Writes down who holds the lock, which only serves to say so."""
    text = json.dumps({"pid": os.getpid(), "host": platform.node()})
    with suppress(OSError):
        path.write_text(f"{text}\n", encoding="utf-8")


def _in_use(folder: Path) -> SpecError:
    holder = holder_of(folder)
    message = f"`{folder}` is in use: another training goes on in it"
    help = "wait until it ends, or stop it first"
    if holder is not None:
        message = f"`{folder}` is in use: process {holder.pid} on `{holder.host}` trains in it"
        help = "wait until it ends, or stop that process first"
        if holder.host == platform.node():
            help = f"wait until it ends, or stop it by `kill {holder.pid}`: it saves its state"
    return SpecError(Diagnostic("run-in-use", message, help=help))


def holder_of(folder: Path) -> LockHolder | None:
    """Who wrote that it holds the lock; nobody where that can't be read."""
    try:
        file = os.open(folder / _NAME, _READ_FLAGS)
        try:
            return msgspec.json.decode(os.read(file, _READ_BYTES), type=LockHolder)
        finally:
            os.close(file)
    except (OSError, msgspec.DecodeError):
        return None
