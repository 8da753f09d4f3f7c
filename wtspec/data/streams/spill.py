"""Keeps prepared rows on a disk, from where they are read in any order."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import numpy as np

from wtspec.data.rows import Rows
from wtspec.data.share import Share
from wtspec.data.streams.mixing import read_epoch, rows_at_once
from wtspec.data.streams.windows import Extent, Masks

_BLOCK_BYTES = 1 << 17
"""That follow each other in an epoch's window, before they are mixed with some hundred others."""
_MOST_OF_DISK = 0.5
_FOLDER = Path("/var/tmp")  # noqa: S108 - on a disk, where `/tmp` often is in memory


class Files:
    """Files without names: they are closed with the last who uses them, and gone with the process.

    Attributes:
        each: One for each array.
    """

    def __init__(self, each: Iterable[IO[bytes]] = ()) -> None:
        self.each = tuple(each)
        weakref.finalize(self, _close, self.each)


def _close(files: tuple[IO[bytes], ...]) -> None:
    for file in files:
        with suppress(OSError):  # what could not be written is not missed
            file.close()


@dataclass(frozen=True, slots=True, eq=False)
class Spill:
    """Rows as the model is given them; see `RowSource` and `Pieces`.

    Attributes:
        example: Some of the rows.
        count: How many will be there.
        origin: Where the rows are from, for messages.
        change: What becomes of them when they are read.
    """

    example: Rows
    count: int
    origin: str
    files: Files
    change: Callable[[Rows], Rows] = field(default=lambda rows: rows)

    @property
    def row_bytes(self) -> int:
        """Of a row, its place in its source included."""
        return max(1, sum(array[:1].nbytes for array in self.example.all_arrays))

    @property
    def sizes(self) -> Sequence[int]:
        """How many rows each block has."""
        size = max(1, _BLOCK_BYTES // self.row_bytes)
        whole, rest = divmod(self.count, size)
        return (*(size,) * whole, *((rest,) if rest else ()))

    @property
    def most_rows(self) -> int:
        """That are read together."""
        return rows_at_once(self.row_bytes)

    @property
    def least_pieces(self) -> int:
        """As many as are read together."""
        return 1

    @property
    def told(self) -> str:
        """How they are read, in a sentence."""
        size = self.row_bytes * self.count / 2**30
        return (
            f"{self.origin} does not fit in memory: the {self.count:,} rows, as the model is given "
            f"them, are {size:.2g} GiB of temporary files in {_folder()}"
        )

    def epoch(
        self, seed: int, number: int, first: int, *, shuffle: bool, share: Share | None = None
    ) -> Iterator[Rows]:
        """The rows of an epoch from one of its rows on, a window at a time."""
        return read_epoch(self, seed, number, first, shuffle=shuffle, share=share)

    def then(self, change: Callable[[Rows], Rows]) -> Spill:
        """The same rows, changed as they are read."""
        before = self.change
        return replace(self, change=lambda rows: change(before(rows)))

    def count_in(self, one: Extent) -> int:
        """All rows of a slice."""
        return one.stop - one.start

    def read(self, several: Sequence[Extent], wanted: Masks | None = None) -> Iterator[Rows]:
        """These, of each of several extents; see `Pieces`."""
        if wanted is None:
            return map(self._read, several)
        each = zip(several, wanted, strict=True)
        return (self._read(one, mask) for one, mask in each if mask.any())

    def _read(self, one: Extent, wanted: np.ndarray | None = None) -> Rows:
        first = one.piece * max(1, _BLOCK_BYTES // self.row_bytes) + one.start
        count, files = one.stop - one.start, iter(self.files.each)
        rows = self.example.each(lambda like: _read_array(next(files), like, first, count))
        return self.change(rows if wanted is None else rows.each(lambda array: array[wanted]))

    def add(self, rows: Rows) -> None:
        """Puts the next rows there.

        Raises:
            OSError: There is no room.
        """
        for file, array in zip(self.files.each, rows.all_arrays, strict=True):
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)

    def done(self) -> None:
        """Says that all are there.

        Raises:
            OSError: There is no room.
        """
        for file in self.files.each:
            file.flush()


def new_spill(example: Rows, count: int, origin: str) -> Spill | None:
    """Room on a disk for so many rows; None where there is too little.

    Args:
        example: Some of them.
        count: How many.
        origin: Where they are from.
    """
    few = replace(example, stream=None).each(lambda array: array[:1].copy())
    folder = _folder()
    spill = Spill(few, count, origin, Files())
    try:
        if spill.row_bytes * count > _MOST_OF_DISK * shutil.disk_usage(folder).free:
            return None
        return replace(spill, files=Files(_file(folder) for _ in few.all_arrays))
    except OSError:  # it is not ours to write to
        return None


def _file(folder: str) -> IO[bytes]:
    return tempfile.TemporaryFile(prefix="wtspec-", dir=folder)


def _folder() -> str:
    """What the user says is for temporary files, else the place for large ones."""
    if "TMPDIR" in os.environ or not os.access(_FOLDER, os.W_OK):
        return tempfile.gettempdir()
    return str(_FOLDER)


def _read_array(file: IO[bytes], like: np.ndarray, first: int, count: int) -> np.ndarray:
    array = np.empty((count, *like.shape[1:]), like.dtype)
    size = array.nbytes // max(1, count)
    buffer, done = array.reshape(-1).view(np.uint8).data, 0
    while done < len(buffer):
        read = os.preadv(file.fileno(), [buffer[done:]], first * size + done)
        if not read:
            raise OSError("a temporary file has become shorter")
        done += read
    return array
