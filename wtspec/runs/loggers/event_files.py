"""Files of TensorBoard's events: records of protobuf, each with its length and checksums."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from google.protobuf.message import DecodeError
from tensorboardX.record_writer import masked_crc32c

from wtspec.runs.loggers.protobuf import Message, SessionLog, TensorEvent
from wtspec.runs.write import append_whole

_PATTERN = "events.out.tfevents.*"
_HEAD = struct.Struct("<QI")
_SUM = struct.Struct("<I")
_MOST_BYTES = 1 << 30
"""Of a file that is read again."""


class EventFile:
    """A file that grows by whole records.

    What can't be written, as on a full disk, waits for the next records; a part of one would make
    all that follow unreadable.
    """

    def __init__(self, folder: Path) -> None:
        """Writes nothing yet; the name sorts after those of older files, as readers want it.

        A file begins a session: what a reader has of earlier ones, it then drops.
        """
        seconds, nanoseconds = divmod(time.time_ns(), 10**9)
        self.path = folder / f"events.out.tfevents.{seconds}.{nanoseconds:09}.wtspec"
        now, start = time.time(), SessionLog(status=SessionLog.START)
        version = TensorEvent(wall_time=now, file_version="brain.Event:2")
        self._waiting = record_of(version) + record_of(
            TensorEvent(wall_time=now, session_log=start)
        )

    def write(self, records: Iterable[bytes]) -> None:
        """Writes records behind those that are there.

        Raises:
            OSError: They wait for the next ones.
        """
        self._waiting += b"".join(records)
        if not self._waiting:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        append_whole(self.path, self._waiting)
        self._waiting = b""


def find_event_files(folder: Path) -> list[Path]:
    """The files of events in a folder, in the order in which they are read; no links."""
    files = (path for path in folder.glob(_PATTERN) if not path.is_symlink())
    return sorted(path for path in files if path.is_file())


def kept_records(path: Path, keeps: Callable[[Message], bool]) -> Iterator[bytes]:
    """The records of some of a file's events, up to where it is cut off or damaged."""
    data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    at = 0
    while at + _HEAD.size <= len(data):
        length, _ = _HEAD.unpack_from(data, at)
        begin, end = at + _HEAD.size, at + _HEAD.size + length + _SUM.size
        if end > len(data):
            return
        try:
            event = TensorEvent.FromString(data[begin : end - _SUM.size])
        except DecodeError:
            return
        if keeps(event):
            yield data[at:end]
        at = end


def record_of(event: Message) -> bytes:
    """An event as it stands in a file."""
    body = event.SerializeToString()
    length = struct.pack("<Q", len(body))
    sums = (_SUM.pack(masked_crc32c(part)) for part in (length, body))
    return b"".join((length, next(sums), body, next(sums)))
