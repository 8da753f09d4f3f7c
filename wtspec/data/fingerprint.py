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

_SAMPLED_ROWS = 4096
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
    return {
        "rows": columns.rows,
        "places": _places(numbers),
        "columns": _hashes(columns, names),
    }


def differences(
    recorded: Fingerprint, columns: Columns, names: Iterable[str], numbers: np.ndarray
) -> list[str]:
    """What of rows is not as it was recorded, in a few words each; nothing of the same rows.

    Args:
        recorded: What `fingerprint` gave. Earlier versions noted one hash of some of the values,
            and one of the names.
        columns: The rows as they are now; the other arguments are those of `fingerprint` too.
    """
    if recorded.get("rows") != columns.rows:
        return [f"{columns.rows} rows, and not {recorded.get('rows')}"]
    known = recorded.get("columns")
    if isinstance(known, Mapping):
        hashes = cast("Mapping[str, object]", known)
        told = list(_columns_told(hashes, _hashes(columns, names)))
    else:
        told = ["other values"] if _is_other_sample(recorded, columns, names) else []
    is_other_place = recorded.get("places") != _places(numbers)
    return [*(["other rows of the source"] if is_other_place else []), *told]


def _places(numbers: np.ndarray) -> str:
    return hashlib.sha256(np.asarray(numbers, "<i8").tobytes()).hexdigest()


def _hashes(columns: Columns, names: Iterable[str]) -> dict[str, str]:
    return {name: _hash(columns.arrays[name]) for name in _known(columns, names)}


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


def _known(columns: Columns, names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name in columns.arrays)


def _hash(array: np.ndarray) -> str:
    found = hashlib.sha256(f"{array.dtype.newbyteorder('<').str} {array.shape}".encode())
    for part in _parts(array):
        found.update(part)
    return found.hexdigest()[: 2 * _LENGTH]


def _parts(array: np.ndarray) -> Iterator[bytes | memoryview]:
    """The bytes of an array; of numbers that lie in order, there is no copy."""
    is_text = array.dtype.kind == "O"
    step = len(array) if array.flags.c_contiguous and not is_text else ROWS_AT_ONCE
    for start in range(0, len(array), step or 1):
        rows = array[start : start + step]
        yield _text(rows) if is_text else _numbers(rows)


def _numbers(array: np.ndarray) -> memoryview:
    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return plain.reshape(-1).view(np.uint8).data


def _text(array: np.ndarray) -> bytes:
    """Texts with what parts them; one that holds that itself is told apart by its length."""
    cells = [str(cell) for cell in array.ravel()]
    joined = "\0".join(cells)
    lengths = str([len(cell) for cell in cells]) if joined.count("\0") >= len(cells) else ""
    return f"{joined}\0{lengths}".encode("utf-8", "surrogatepass")


def _is_other_sample(recorded: Fingerprint, columns: Columns, names: Iterable[str]) -> bool:
    """The comparison with what earlier versions noted."""
    known = _known(columns, names)
    chosen = np.unique(np.linspace(0, columns.rows - 1, _SAMPLED_ROWS).astype(int))
    values = hashlib.sha256()
    for name in known:
        values.update(_sampled_bytes(columns.arrays[name][chosen]))
    now = (hashlib.sha256("\n".join(known).encode()).hexdigest(), values.hexdigest())
    return (recorded.get("columns"), recorded.get("values")) != now


def _sampled_bytes(array: np.ndarray) -> bytes:
    if array.dtype.kind != "O":
        kind = array.dtype.newbyteorder("<")
        return kind.str.encode() + np.ascontiguousarray(array, kind).tobytes()
    return "\0".join(map(str, array.ravel())).encode("utf-8", "surrogatepass")
