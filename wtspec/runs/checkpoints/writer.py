"""Writes checkpoints beside the training, one after the other."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from wtspec.errors import SpecError

_BY_TENSORSTORE = re.compile(r"os_error_code='([0-9]{1,4})'")
_MOST_CHARACTERS = 160
"""Of a reason; TensorStore names each file and the state of each thread."""

Told = Callable[[str | None], None]
"""Hears how a write went: None, or why it failed."""


class Writer:
    """A thread that works while the steps go on; Orbax is imported in it, at the first write."""

    def __init__(self) -> None:
        """Starts no thread yet."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._going: tuple[Future[None], Told] | None = None

    def is_busy(self) -> bool:
        """Whether a write goes on."""
        return self._going is not None and not self._going[0].done()

    def start(self, write: Callable[[], None], told: Told) -> None:
        """Begins a write, once the one before is done.

        Args:
            write: Does it.
            told: Hears of it, in the thread that starts the next write or waits for this one.
        """
        self.wait()
        self._going = self._pool.submit(write), told

    def wait(self) -> None:
        """Returns when all is written, or has failed.

        Raises:
            SpecError: `process-ended`.
        """
        if self._going is None:
            return
        (future, told), self._going = self._going, None
        error = future.exception()
        if isinstance(error, SpecError):  # another process has ended
            raise error
        told(None if error is None else _reason(error))

    def close(self) -> None:
        """Waits, and ends the thread."""
        try:
            self.wait()
        finally:
            self._pool.shutdown()


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    number = _BY_TENSORSTORE.search(str(error))
    if number is not None:
        return os.strerror(int(number[1]))
    first = (str(error).strip() or type(error).__name__).partition("\n")[0]
    return textwrap.shorten(first, _MOST_CHARACTERS, placeholder=" …")
