"""Carries JAX's own connection to the first process.

JAX ends a process at once, with a log of its own, when that connection breaks: it is to be said
which process has died, and the run's folder is to say so. Here the near end stays open.
"""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress

from wtspec.model.processes.place import Address

_CHUNK = 1 << 16
_PATIENCE_SECONDS = 10.0


class Relay:
    """A port on this host, behind which another host's is found."""

    def __init__(self, target: Address) -> None:
        """Listens from now on."""
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._other: dict[socket.socket, socket.socket] = {}
        self._kept: list[socket.socket] = []
        threading.Thread(target=self._carry, name="relay", daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._listener.getsockname()[1]

    def _carry(self) -> None:
        while True:
            for key, _ in self._selector.select():
                one = key.fileobj
                assert isinstance(one, socket.socket)  # noqa: S101 - no others are registered
                if one is self._listener:
                    self._accept()
                elif one in self._other:
                    self._forward(one, self._other[one])

    def _accept(self) -> None:
        near, _ = self._listener.accept()
        try:
            address = (self._target.host, self._target.port)
            far = socket.create_connection(address, _PATIENCE_SECONDS)
        except OSError:
            near.close()  # JAX tries again
            return
        far.settimeout(None)
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._other[one] = other
            self._selector.register(one, selectors.EVENT_READ)

    def _forward(self, one: socket.socket, other: socket.socket) -> None:
        try:
            data = one.recv(_CHUNK)
            if data:
                other.sendall(data)
                return
        except OSError:
            pass
        self._part(one, other)

    def _part(self, one: socket.socket, other: socket.socket) -> None:
        """What was closed from afar stays open here, and silent."""
        near, far = (one, other) if one.getsockname()[1] == self.port else (other, one)
        for end in (near, far):
            del self._other[end]
            self._selector.unregister(end)
        with suppress(OSError):
            far.close()
        if one is near:
            near.close()
        else:
            self._kept.append(near)
