"""Reads CSV files row by row, without types. Free of NumPy."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Protocol, cast

from wtspec.sources.dialect import Dialect

LONGEST_HEADER = 2**20
"""Characters of a CSV file's header; of a longer one nothing is known."""
_LINES = 1000


_COMPRESSED = (".gz", ".bz2", ".zst", ".lz4")


def is_compressed(file: Path) -> bool:
    """Whether a file is compressed, as the end of its name says to pyarrow."""
    return file.suffix in _COMPRESSED


def open_bytes(file: Path) -> IO[bytes]:
    """A file, or what is compressed in it with gzip or bzip2.

    Raises:
        OSError: It can't be read.
        ValueError: It is compressed in another way.
    """
    if file.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(file))
    if file.suffix == ".bz2":
        return bz2.open(file)
    if is_compressed(file):
        raise ValueError(f"what `{file.name}` is compressed by can't be looked into")
    return file.open("rb")


def open_text(file: Path, encoding: str) -> IO[str]:
    """The same as text, without its byte order mark.

    Raises:
        OSError, ValueError: As `open_bytes`.
    """
    named = "utf-8-sig" if encoding == "utf-8" else encoding
    if encoding == "utf-16":
        with open_bytes(file) as opened:
            marked = opened.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        named = encoding if marked else "utf-16-le"
    return TextIOWrapper(open_bytes(file), encoding=named, newline="")


class CellRows(Protocol):
    """Rows of cells, and how many lines of text were read for them."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def csv_rows(lines: Iterator[str], dialect: Dialect) -> CellRows:
    """The rows of some lines.

    Raises:
        csv.Error: They are of no CSV file.
    """
    return csv.reader(
        lines,
        delimiter=dialect.separator,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )


def csv_header(file: Path, dialect: Dialect) -> list[str]:
    """The names of a CSV file's columns.

    Raises:
        OSError, ValueError, csv.Error: It can't be read, or its header has no end.
    """
    with open_text(file, dialect.encoding) as opened:
        return next((row for row in csv_rows(_bounded(opened), dialect) if row), list[str]())


def _bounded(opened: IO[str]) -> Iterator[str]:
    """The first lines, of at most so many characters as a header has."""
    left = LONGEST_HEADER
    for _ in range(_LINES):
        line = opened.readline(left)
        left -= len(line)
        if left <= 0:
            raise ValueError("a header without an end")
        if not line:
            return
        yield line
