"""Tells whether rows are those that they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import numpy as np

from wtspec.data.columns import Columns

Fingerprint = Mapping[str, object]
"""What some rows are, as JSON can say it."""

ROWS_AT_ONCE = 1 << 16
"""Of text: so many cells are bytes at a time."""

_PLACES = ["other rows of the source"]
_LENGTH = 12
"""Bytes of a column's hash: enough that no two columns share one by chance."""


def fingerprint(columns: Columns, names: Iterable[str], numbers: np.ndarray) -> dict[str, object]:
    """What some rows are: how many, from which places, and every value of each column.

    A gigabyte takes a second or two.

    Args:
        columns: These rows.
        names: The columns that matter.
        numbers: Each row's place in its source.
    """
    hasher = Hasher(names, columns.rows)
    hasher.add(columns, numbers)
    return hasher.fingerprint()


class Hasher:
    """Makes the fingerprint of rows that come some at a time; however they are cut, it is one."""

    def __init__(self, names: Iterable[str], rows: int) -> None:
        """Has seen nothing yet.

        Args:
            names: The columns that matter.
            rows: How many will come.
        """
        self._names = sorted(set(names))
        self._rows = rows
        self._places = hashlib.sha256()
        self._columns: dict[str, _ColumnHash] = {}

    def add(self, columns: Columns, numbers: np.ndarray) -> None:
        """The next rows."""
        self._places.update(np.asarray(numbers, "<i8").tobytes())
        for name in self._names:
            if name in columns.arrays:
                array = columns.arrays[name]
                if name not in self._columns:
                    self._columns[name] = _ColumnHash(array, self._rows)
                self._columns[name].add(array)

    def fingerprint(self) -> dict[str, object]:
        """What the rows are, once all have come."""
        return {
            "rows": self._rows,
            "places": self._places.hexdigest(),
            "columns": {name: one.end() for name, one in self._columns.items()},
        }


class _ColumnHash:
    def __init__(self, first: np.ndarray, rows: int) -> None:
        shape = (rows, *first.shape[1:])
        self._found = hashlib.sha256(f"{first.dtype.newbyteorder('<').str} {shape}".encode())
        self._cells: list[np.ndarray] = []
        self._waiting = 0

    def add(self, array: np.ndarray) -> None:
        if array.dtype.kind != "O":  # of numbers that lie in order, there is no copy
            step = len(array) if array.flags.c_contiguous else ROWS_AT_ONCE
            for start in range(0, len(array), step or 1):
                self._found.update(_numbers(array[start : start + step]))
            return
        while len(array):
            here, array = np.split(array, [ROWS_AT_ONCE - self._waiting])
            self._cells.append(here)
            self._waiting += len(here)
            if self._waiting == ROWS_AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._found.update(_text(np.concatenate(self._cells)))
        self._cells, self._waiting = [], 0

    def end(self) -> str:
        self._flush()
        return self._found.hexdigest()[: 2 * _LENGTH]


def changes(was: Fingerprint, now: Fingerprint) -> list[str]:
    """What of rows is not as it was, in a few words each; nothing of the same rows."""
    if was.get("rows") != now["rows"]:
        return [f"{now['rows']} rows, and not {was.get('rows')}"]
    places = _PLACES if was.get("places") != now["places"] else []
    known = was.get("columns")
    if not isinstance(known, Mapping):
        return [*places, "other values"]
    hashes, others = cast("Mapping[str, object]", known), cast("Mapping[str, str]", now["columns"])
    return [*places, *_columns_told(hashes, others)]


def _columns_told(was: Mapping[str, object], now: Mapping[str, str]) -> Iterator[str]:
    ways = {
        "no column": [name for name in was if name not in now],
        "a new column": [name for name in now if name not in was],
        "other values of": [name for name in now if name in was and was[name] != now[name]],
    }
    for words, names in ways.items():
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            yield f"{words} `{names[0]}`{more}"


def _numbers(array: np.ndarray) -> memoryview:
    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return plain.reshape(-1).view(np.uint8).data


def _text(array: np.ndarray) -> bytes:
    """Texts with what parts them; one that holds that itself is told apart by its length."""
    cells = [str(cell) for cell in array.ravel()]
    joined = "\0".join(cells)
    lengths = str([len(cell) for cell in cells]) if joined.count("\0") >= len(cells) else ""
    return f"{joined}\0{lengths}".encode("utf-8", "surrogatepass")
