"""Processes that train together: what each says, all hear; and that one has ended, too."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from wtspec.errors import Diagnostic, Span, SpecError
from wtspec.model.processes.messages import (
    Beat,
    BrokenMessageError,
    Gone,
    Heard,
    Message,
    Peer,
    Said,
    Unpacker,
    pack,
)

_BEAT_SECONDS = 2.0
_SILENT_SECONDS = 40.0
"""A process is held for dead that says nothing for so long."""

_GRACE_SECONDS = 8.0
"""Until a process whose main thread waits for another's part of a sum, in vain, is ended."""

_CHUNK = 1 << 16


class Team:
    """Several processes, connected through the first one.

    Attributes:
        index: Which one this is.
        members: All of them.
        at_end: Ends this process, whose main thread waits in vain, once another one has; it is
            told why.
    """

    def __init__(
        self,
        index: int,
        members: Sequence[Peer],
        peers: Mapping[int, socket.socket],
        span: Span | None,
        at_end: Callable[[SpecError], None],
    ) -> None:
        """Begins to listen.

        Args:
            index: Which process this is.
            members: By index.
            peers: Connections to the others; but for the first process, to that one alone.
            span: Where the spec says that there are several.
            at_end: As above.
        """
        self.index = index
        self.members = tuple(members)
        self.at_end = at_end
        self._span = span
        self._peers = dict(peers)
        self._sending = threading.Lock()
        self._changed = threading.Condition()
        self._rounds: defaultdict[str, int] = defaultdict(int)
        self._said: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self._heard: dict[str, list[str]] = {}
        self._lost: Gone | None = None
        self._done: set[int] = set()
        self._is_over = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="processes", daemon=True)
        self._listener.start()

    @property
    def count(self) -> int:
        """How many processes there are."""
        return len(self.members)

    def gather(self, text: str, topic: str = "") -> list[str]:
        """What all processes say, by index; each waits for all.

        Args:
            text: What this one says.
            topic: Of the exchange; exchanges of one topic follow each other, as they do in the
                other processes, while those of others go on in other threads.

        Raises:
            SpecError: `process-ended`: another one has ended.
        """
        with self._changed:
            name = f"{topic}/{self._rounds[topic]}"
            self._rounds[topic] += 1
        if self.index == 0:
            self._take(0, name, text)
        else:
            self._send(0, Said(name, text))
        with self._changed:
            while name not in self._heard:
                self._check()
                self._changed.wait(1.0)
            return self._heard.pop(name)

    def check(self, patience_seconds: float = 0.0) -> None:
        """Raises where another process has ended.

        Args:
            patience_seconds: How long to wait for such news.

        Raises:
            SpecError: `process-ended`.
        """
        until = time.monotonic() + patience_seconds
        with self._changed:
            self._check()
            while (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
                self._check()

    def leave(self, reason: str | None = None) -> None:
        """Says that this process ends, and is of no use any more.

        Args:
            reason: Why it can't go on; None where all is done.
        """
        for peer in tuple(self._peers):
            self._send(peer, Gone(self.index, reason))
        self._is_over.set()
        for connection in self._peers.values():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)  # which the listener hears
        self._listener.join(_BEAT_SECONDS)
        for connection in self._peers.values():
            connection.close()

    @property
    def lost(self) -> Gone | None:
        """The process that has ended before its time, and why."""
        return self._lost

    def error(self, lost: Gone) -> SpecError:
        """Says which process has ended, and why."""
        who, reason = self.members[lost.index], lost.reason
        message = f"{who} of {self.count} {reason}"
        help = "its own output says more; start all of them again to go on: `--resume RUN`"
        return SpecError(Diagnostic("process-ended", message, self._span, help=help))

    def _check(self) -> None:
        if self._lost is not None:
            raise self.error(self._lost)

    def _send(self, peer: int, message: Message) -> None:
        with self._sending, suppress(OSError):  # that it has died is heard by the listener
            self._peers[peer].sendall(pack(message))

    def _listen(self) -> None:
        selector = selectors.DefaultSelector()
        unpackers = {peer: Unpacker() for peer in self._peers}
        latest = dict.fromkeys(self._peers, time.monotonic())
        for peer, connection in self._peers.items():
            selector.register(connection, selectors.EVENT_READ, peer)
        beaten = 0.0
        while not self._is_over.is_set() and self._lost is None:
            now = time.monotonic()
            if now - beaten >= _BEAT_SECONDS:
                beaten = now
                for peer in latest:
                    self._send(peer, Beat())
            for key, _ in selector.select(_BEAT_SECONDS / 2):
                peer = key.data
                if self._read(peer, unpackers[peer]):
                    latest[peer] = time.monotonic()
                else:
                    selector.unregister(key.fileobj)
                    del latest[peer]
            for peer, moment in latest.items():
                if time.monotonic() - moment > _SILENT_SECONDS:
                    self._lose(Gone(peer, "does not answer any more"))
        if self._lost is not None and not self._is_over.wait(_GRACE_SECONDS):
            self.at_end(self.error(self._lost))

    def _read(self, peer: int, unpacker: Unpacker) -> bool:
        """Takes what has come from another process; whether more may come."""
        try:
            data = self._peers[peer].recv(_CHUNK)
            for message in unpacker.feed(data):
                self._note(peer, message)
        except (OSError, BrokenMessageError):
            data = b""
        if not data and peer not in self._done:
            self._lose(Gone(peer, "has died"))
        return bool(data)

    def _note(self, peer: int, message: Message) -> None:
        if isinstance(message, Said):
            self._take(peer, message.round, message.text)
        elif isinstance(message, Heard):
            with self._changed:
                self._heard[message.round] = message.texts
                self._changed.notify_all()
        elif isinstance(message, Gone) and message.reason is None:
            self._done.add(message.index)
        elif isinstance(message, Gone):
            self._lose(message)

    def _take(self, index: int, name: str, text: str) -> None:
        """Notes what a process says, in the first one; the last to speak is followed by all."""
        with self._changed:
            said = self._said[name]
            said[index] = text
            if len(said) < self.count:
                return
            texts = [said[one] for one in range(self.count)]
            del self._said[name]
        for peer in tuple(self._peers):
            self._send(peer, Heard(name, texts))
        with self._changed:
            self._heard[name] = texts
            self._changed.notify_all()

    def _lose(self, lost: Gone) -> None:
        with self._changed:
            if self._lost is not None or self._is_over.is_set():
                return
            self._lost = lost
            self._changed.notify_all()
        if self.index == 0:
            for peer in tuple(self._peers):
                if peer != lost.index:
                    self._send(peer, lost)
