"""The command as a process of its own, in a group that can be killed whole."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL, Signals

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 300
"""A run of a few seconds that takes longer, on whatever busy machine, hangs."""


class HangError(Exception):
    """A process went on far longer than it has work for."""


@dataclass(slots=True)
class Process:
    """A verb of the command that goes on.

    Attributes:
        began: When, on the monotonic clock.
        told: The file that it writes to.
    """

    verb: tuple[str, ...]
    told: Path
    caches: Path
    began: float = field(default_factory=time.monotonic)
    _opened: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        """Starts it."""
        with self.told.open("ab") as told:
            self._opened = subprocess.Popen(  # noqa: S603 - our own command line
                [sys.executable, "-m", "wtspec", *self.verb],
                cwd=ROOT,
                env={**os.environ, "XDG_CACHE_HOME": str(self.caches), "NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended."""
        return self._opened.poll() is None

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began

    def send(self, number: Signals) -> bool:
        """Sends its whole group a signal; says whether there was a process to receive it."""
        if not self.goes_on:
            return False
        os.killpg(self._opened.pid, number)
        return True

    def end(self) -> int:
        """Waits until it ends, and gives its exit status; the number of a signal is negative.

        Raises:
            HangError: It does not end.
        """
        try:
            return self._opened.wait(MOST_SECONDS)
        except subprocess.TimeoutExpired:
            self.send(SIGKILL)
            self._opened.wait()
            raise HangError(f"`wtspec {' '.join(self.verb)}` hangs") from None

    def text(self) -> str:
        """What it said."""
        return self.told.read_text(encoding="utf-8", errors="replace")
