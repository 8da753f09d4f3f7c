"""What ends a command early: Ctrl-C, and the signals that ask a process to end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
WORDS = {2: "interrupted", 15: "terminated", 1: "hung up"}
_PATIENCE = 3
"""How often one asks before nothing is waited for."""


def exit_at_once(number: int, frame: FrameType | None = None) -> None:
    """Ends the process, whatever goes on: an exception could be swallowed, or show a traceback."""
    del frame
    with suppress(OSError):
        os.write(2, f"{WORDS.get(number, 'ended')}\n".encode())
    os._exit(128 + number)


@contextmanager
def stopping() -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """Within it the first signal raises `KeyboardInterrupt`, once there is something to put away.

    Gives two functions: one says that there is, the other raises anew what something swallowed.
    """
    asked: list[int] = []
    begun: list[bool] = []

    def hear(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if not begun or len(asked) >= _PATIENCE:
            exit_at_once(number, frame)
        if len(asked) == 1:
            raise KeyboardInterrupt(number)

    def check() -> None:
        if asked:
            raise KeyboardInterrupt(asked[0])

    kept = {one: signal.getsignal(one) for one in _signals()}
    heeded = [one for one, handler in kept.items() if handler not in (signal.SIG_IGN, None)]
    try:
        for one in heeded:
            signal.signal(one, hear)
        yield lambda: begun.append(True), check
    finally:
        for one in heeded:
            signal.signal(one, kept[one])


def _signals() -> list[signal.Signals]:
    import threading

    if threading.current_thread() is not threading.main_thread():
        return []  # no other thread hears any
    return [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
