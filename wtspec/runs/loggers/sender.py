"""Sends what a training tells from a thread of its own, so that the training never waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

_REST_SECONDS = 1.0
"""Between two sendings: quick epochs go together."""
_RETRY_SECONDS = 20.0
_LAST_SECONDS = 60.0
"""How long the end of a run waits for the last of it."""

Item = TypeVar("Item")


class Sender(Generic[Item]):
    """Items are sent in their order, and kept until they are."""

    def __init__(self, send: Callable[[Sequence[Item]], None], end: Callable[[], None]) -> None:
        """Begins a thread that waits for items.

        Args:
            send: Sends some items, all or none of them.
            end: Sends that no more come, once all are sent.
        """
        self._send = send
        self._end = end
        self._waiting: list[Item] = []
        self._fault: Exception | None = None
        self._is_over = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="wtspec-sender", daemon=True)
        self._thread.start()

    def put(self, items: Sequence[Item]) -> None:
        """Adds items; raises what was raised as earlier ones were sent, if that was not told."""
        with self._changed:
            self._waiting.extend(items)
            self._changed.notify()
        self._raise()

    def close(self) -> None:
        """Waits until all is sent, though not for long.

        Raises:
            TimeoutError: It takes too long.
        """
        with self._changed:
            self._is_over = True
            self._changed.notify()
        self._thread.join(_LAST_SECONDS)
        self._raise()
        if self._thread.is_alive():
            message = f"it did not answer within {_LAST_SECONDS:.0f} seconds"
            raise TimeoutError(message)

    def _raise(self) -> None:
        with self._changed:
            fault, self._fault = self._fault, None
        if fault is not None:
            raise fault

    def _run(self) -> None:
        while True:
            items, is_over = self._next()
            try:
                if items:
                    self._send(items)
                if is_over:
                    self._end()
            except Exception as error:  # noqa: BLE001 - whatever it is, the training goes on
                with self._changed:
                    self._fault = error
                    self._waiting[:0] = items
                if is_over:
                    return
                self._rest(_RETRY_SECONDS)
            else:
                if is_over:
                    return
                self._rest(_REST_SECONDS)

    def _next(self) -> tuple[list[Item], bool]:
        """All that waits, once something does, and whether it is the last."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_over)
            items, self._waiting = self._waiting, []
            return items, self._is_over

    def _rest(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_over, seconds)
