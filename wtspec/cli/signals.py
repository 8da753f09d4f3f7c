"""Ends a command at once, where a signal asks for that."""

from __future__ import annotations

import os
from contextlib import suppress
from types import FrameType

WORDS = {2: "interrupted", 15: "terminated", 1: "hung up"}


def exit_at_once(number: int, frame: FrameType | None = None) -> None:
    """Ends the process, whatever goes on: an exception could be swallowed, or show a traceback."""
    del frame
    with suppress(OSError):
        os.write(2, f"{WORDS.get(number, 'ended')}\n".encode())
    os._exit(128 + number)
