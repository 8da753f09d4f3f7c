"""Ends a command at once, where a signal asks for that."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from types import FrameType

from wtspec.cli.streams import can_animate

_SHOW_CURSOR = "\r\n\x1b[?25h"
"""Live lines hide it while they are drawn."""

WORDS = {2: "interrupted", 15: "terminated", 1: "hung up"}


def exit_at_once(number: int, frame: FrameType | None = None) -> None:
    """Ends the process, whatever goes on: an exception could be swallowed, or show a traceback."""
    del frame
    with suppress(OSError, ValueError):
        restored = _SHOW_CURSOR if can_animate(sys.__stderr__) else ""
        os.write(2, f"{restored}{WORDS.get(number, 'ended')}\n".encode())
    os._exit(128 + number)
