"""Reads what NumPy files say of their arrays. Free of NumPy."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path
from typing import IO

Header = tuple[str, tuple[int, ...]]


def npy_header(file: Path) -> Header:
    """The letter of an array's kind, as in `dtype.kind`, and its shape.

    Raises:
        ValueError: It is no npy file.
    """
    with file.open("rb") as opened:
        return _read_header(opened)


def npz_headers(file: Path) -> dict[str, Header]:
    """The header of each array of an npz file, by name.

    Raises:
        ValueError: It is no npz file.
    """
    headers: dict[str, Header] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            _check_apart(archive)
            for name in archive.namelist():
                if name.endswith(".npy"):
                    with archive.open(name) as opened:
                        headers[name.removesuffix(".npy")] = _read_header(opened)
    except Exception as error:  # whatever the codec says of a broken archive
        raise ValueError(str(error)) from error
    return headers


def _check_apart(archive: zipfile.ZipFile) -> None:
    """Refuses entries that lie over each other, as newer Pythons do, when they are opened."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in entries[1:]] + [archive.start_dir]
    for entry, start in zip(entries, starts, strict=True):
        if entry.header_offset + entry.compress_size > start:
            raise ValueError("entries that overlap")


def _read_header(opened: IO[bytes]) -> Header:
    """See the format's description in `numpy.lib.format`."""
    start = opened.read(8)
    if len(start) < 8 or start[:6] != b"\x93NUMPY":
        raise ValueError("not an npy file")
    size = int.from_bytes(opened.read(2 if start[6] == 1 else 4), "little")
    try:
        header = ast.literal_eval(opened.read(min(size, 4096)).decode("utf-8").strip())
        kind, shape = str(header["descr"]).lstrip("<>|=")[:1], tuple(header["shape"])
    except (SyntaxError, TypeError, KeyError, MemoryError, RecursionError) as error:
        raise ValueError("not an npy header") from error
    if not all(type(size) is int and 0 <= size < 2**63 for size in shape):
        raise ValueError("not the shape of an array")
    return kind, shape
