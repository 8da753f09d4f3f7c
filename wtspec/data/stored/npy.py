"""Reads NumPy files of one array each, some rows at a time."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from wtspec.data.readers.plain_array import plain_array

_PIECE_BYTES = 1 << 18
"""Small pieces mix well, and a disk reads them nearly as fast as larger ones."""


class StoredNpy:
    """The rows of npy files, a column each; see `Stored`."""

    reads_anywhere = True

    def __init__(self, files: Mapping[str, Sequence[str]], origin: str) -> None:
        """Looks at the files' heads.

        Raises:
            ValueError: A file is no npy file, or holds pickled objects; the columns differ in
                their rows.
        """
        self.origin = origin
        self.names = tuple(files)
        self._parts = {name: [_Array(file) for file in several] for name, several in files.items()}
        lengths = {name: sum(one.rows for one in parts) for name, parts in self._parts.items()}
        if len(set(lengths.values())) > 1:
            received = ", ".join(f"{name!r} {rows}" for name, rows in lengths.items())
            raise ValueError(f"the columns differ in their rows: {received}")
        rows = next(iter(lengths.values()))
        self.whole_bytes = sum(one.nbytes for parts in self._parts.values() for one in parts)
        at_once = max(1, _PIECE_BYTES * rows // max(1, self.whole_bytes))
        self._starts = range(0, rows, at_once)
        self.pieces = tuple(min(at_once, rows - start) for start in self._starts)

    def read(
        self, piece: int, names: Collection[str], start: int = 0, stop: int | None = None
    ) -> dict[str, np.ndarray]:
        """Some columns of a piece's rows."""
        first = self._starts[piece]
        last = first + (self.pieces[piece] if stop is None else stop)
        return {name: self._rows(self._parts[name], first + start, last) for name in names}

    def _rows(self, parts: list[_Array], first: int, last: int) -> np.ndarray:
        found: list[np.ndarray] = []
        for part in parts:
            if first < part.rows and last > 0:
                found.append(part.read(max(first, 0), min(last, part.rows)))
            first, last = first - part.rows, last - part.rows
        return plain_array(found[0] if len(found) == 1 else np.concatenate(found))


class _Array:
    """The array of a file, which is read and never mapped: what is mapped counts as memory."""

    def __init__(self, file: str) -> None:
        self._file = file
        mapped = np.load(file, mmap_mode="r", allow_pickle=False)
        if mapped.ndim == 0:
            raise ValueError(f"{file} holds a scalar, without rows")
        self.rows, self.nbytes = len(mapped), mapped.nbytes
        self._row_shape, self._dtype = mapped.shape[1:], mapped.dtype
        self._start = mapped.offset
        self._mapped = mapped if np.isfortran(mapped) and mapped.ndim > 1 else None

    def read(self, first: int, last: int) -> np.ndarray:
        if self._mapped is not None:  # the rows do not lie one after the other
            return np.array(self._mapped[first:last])
        size = self._dtype.itemsize * math.prod(self._row_shape)
        count, start = (last - first) * math.prod(self._row_shape), self._start + first * size
        read = np.fromfile(self._file, self._dtype, count, offset=start)
        return read.reshape(last - first, *self._row_shape)
