"""What processes that train together send each other: small records, as JSON."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

import msgspec
from msgspec import Struct

_MOST_BYTES = 1 << 22
_LENGTH = struct.Struct("!I")


class Peer(Struct, frozen=True):
    """A process, as it introduces itself.

    Attributes:
        versions: Of what it runs.
    """

    index: int
    count: int
    host: str
    pid: int
    versions: dict[str, str]

    def __str__(self) -> str:
        return f"process {self.index} (`{self.host}`, pid {self.pid})"


class Hello(Struct, frozen=True, tag="hello"):
    """The first word of who joins."""

    member: Peer


class Welcome(Struct, frozen=True, tag="welcome"):
    """All are there.

    Attributes:
        members: By index.
        service: The port where JAX's own service listens.
    """

    members: list[Peer]
    service: int


class Refused(Struct, frozen=True, tag="refused"):
    """They can't train together."""

    reason: str


class Said(Struct, frozen=True, tag="said"):
    """What a process has to say in a round."""

    round: str
    text: str


class Heard(Struct, frozen=True, tag="heard"):
    """What all have said in a round, by index."""

    round: str
    texts: list[str]


class Beat(Struct, frozen=True, tag="beat"):
    """Who sends it is alive."""


class Gone(Struct, frozen=True, tag="over"):
    """A process ends.

    Attributes:
        index: Which one.
        reason: Why it can't go on; None where it has done all that there was to do.
    """

    index: int
    reason: str | None


Message = Hello | Welcome | Refused | Said | Heard | Beat | Gone
_decoder = msgspec.json.Decoder(Message)


class BrokenMessageError(ValueError):
    """What came is none of these."""


def pack(message: Message) -> bytes:
    """A message as it is sent, its length first."""
    body = msgspec.json.encode(message)
    return _LENGTH.pack(len(body)) + body


def receive(connection: socket.socket) -> Message:
    """Waits for one message.

    Raises:
        OSError: The connection is closed, or nothing came in its time.
        BrokenMessageError: Something else came.
    """
    unpacker = Unpacker()
    while True:
        data = connection.recv(unpacker.missing)
        if not data:
            raise ConnectionResetError("closed")
        for message in unpacker.feed(data):
            return message


class Unpacker:
    """Cuts what arrives into messages."""

    def __init__(self) -> None:
        self._data = bytearray()

    @property
    def missing(self) -> int:
        """How many bytes the next message lacks, as far as that is known."""
        if len(self._data) < _LENGTH.size:
            return _LENGTH.size - len(self._data)
        return _LENGTH.size + self._length() - len(self._data)

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole now.

        Raises:
            BrokenMessageError: They are none.
        """
        self._data += data
        while len(self._data) >= _LENGTH.size and self.missing <= 0:
            end = _LENGTH.size + self._length()
            body = bytes(self._data[_LENGTH.size : end])
            del self._data[:end]
            try:
                yield _decoder.decode(body)
            except msgspec.DecodeError as error:
                raise BrokenMessageError(str(error)) from error

    def _length(self) -> int:
        (length,) = _LENGTH.unpack_from(self._data)
        if length > _MOST_BYTES:
            message = f"a message of {length:,} bytes"
            raise BrokenMessageError(message)
        return length
