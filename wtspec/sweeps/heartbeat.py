"""By which workers on other machines know that this one is alive."""

from __future__ import annotations

import platform
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from wtspec.sweeps.marks import WORKER

if TYPE_CHECKING:
    from optuna import Study

BEAT_SECONDS = 20.0
PATIENCE_SECONDS = 180.0
"""After so long without a sign a worker on another machine is taken for dead."""

LONG_SECONDS = 3600.0
"""After so long it is dead by whatever clock, also to who begins to look."""


@contextmanager
def beating(study: Study) -> Iterator[str]:
    """Within it the study says that a worker is at work, whose name is given.

    Times are those of its own clock: others only look whether they change.
    """
    name = secrets.token_hex(6)
    key, began, over = f"{WORKER}{name}", time.time(), threading.Event()

    def beat() -> None:
        seen = {"host": platform.node(), "began": began, "seen": time.time()}
        study.set_user_attr(key, seen)

    def go_on() -> None:
        while not over.wait(BEAT_SECONDS):
            with suppress(Exception):  # a storage that can't be reached now may be later
                beat()

    beat()
    thread = threading.Thread(target=go_on, name="wtspec-heartbeat", daemon=True)
    thread.start()
    try:
        yield name
    finally:
        over.set()
        thread.join()
        with suppress(Exception):
            beat()


class Watcher:
    """Notices workers that give no sign any more."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[object, float]] = {}

    def is_dead(self, noted: dict[str, Any], worker: str) -> bool:
        """Whether a worker's last sign is what it was a while ago, by the clock of who looks.

        Args:
            noted: What the study says of workers.
            worker: Its name.
        """
        sign, now = noted.get(f"{WORKER}{worker}"), time.monotonic()
        if isinstance(sign, dict) and time.time() - float(sign["seen"]) > LONG_SECONDS:
            return True
        before = self._seen.get(worker)
        if before is None or before[0] != sign:
            self._seen[worker] = sign, now
            return False
        return now - before[1] > PATIENCE_SECONDS
