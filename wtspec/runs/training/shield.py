"""Lets a signal wait while what must not be cut in two is written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


@contextmanager
def shielded() -> Iterator[None]:
    """Signals that Python hears are heard afterwards, the first of them alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    heard = {one: signal.getsignal(one) for one in _ENDING}
    heard = {one: handler for one, handler in heard.items() if callable(handler)}
    for one in heard:
        signal.signal(one, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        for one, handler in heard.items():
            signal.signal(one, handler)
        if waiting:
            signal.raise_signal(waiting[0])
