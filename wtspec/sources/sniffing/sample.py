"""Takes a sample of a text file: its head, and some places further on. Free of NumPy."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import IO

from msgspec import Struct

from wtspec.sources.csv_lines import is_compressed, open_bytes

_HEAD, _LONG_HEAD = 2**17, 2**20
_PLACES, _PLACE = 8, 2**14
_WHOLE = 2**24
"""Bytes; the encoding of a file up to this size is told from all of it."""


class Sample(Struct, frozen=True):
    """A part of a file's text.

    Attributes:
        encoding: What it is written in.
        head: Whole lines from the beginning, or less than one line.
        places: Whole lines of other places; their first may stand within a quoted cell.
    """

    encoding: str
    head: str
    places: tuple[str, ...] = ()


def take_sample(file: Path) -> Sample:
    """The sample of a file; what can't be decoded in it is replaced.

    Raises:
        OSError: It can't be read.
    """
    if is_compressed(file):
        return take_head(file, _HEAD)
    size = file.stat().st_size
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
        if b"\n" not in head and b"\r" not in head:
            head += opened.read(_LONG_HEAD)
        places = _places(opened, len(head), size)
        opened.seek(0)
        whole = opened.read() if size <= _WHOLE else None
    encoding = _encoding(head, places, whole)
    inner = _same_order(encoding, head)
    return Sample(
        encoding,
        _whole_lines(_decoded(head, encoding), is_end=len(head) >= size),
        tuple(_inner_lines(_decoded(one, inner)) for one in places),
    )


def take_head(file: Path, size: int = 2**14) -> Sample:
    """The sample of a file's head alone; nothing where Python alone can't look into it.

    Args:
        file: The file.
        size: Of the head, in bytes, or more where no line ends there.

    Raises:
        OSError: It can't be read.
    """
    try:
        with open_bytes(file) as opened:
            head = opened.read(size)
            if b"\n" not in head and b"\r" not in head:
                more = opened.read(_LONG_HEAD)
                head, size = head + more, size + _LONG_HEAD
    except (ValueError, EOFError):
        return Sample("utf-8", "")
    encoding = _encoding(head, [], None)
    return Sample(encoding, _whole_lines(_decoded(head, encoding), is_end=len(head) < size))


def _places(opened: IO[bytes], begin: int, size: int) -> list[bytes]:
    places: list[bytes] = []
    for place in range(1, _PLACES + 1):
        start = max(begin, (size - _PLACE) * place // _PLACES) // 2 * 2
        if start < size:
            opened.seek(start)
            places.append(opened.read(_PLACE))
    return places


def _encoding(head: bytes, places: list[bytes], whole: bytes | None) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _is_wide(head):
        return "utf-16"
    if whole is not None:
        seen, is_utf8 = set(whole), _is_utf8(whole, is_end=True)
    else:
        seen = set(b"".join([head, *places]))
        is_utf8 = _is_utf8(head) and all(_is_utf8(_from_character(one)) for one in places)
    if is_utf8:
        return "utf-8"
    undefined = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    return "cp1252" if seen & {*range(0x80, 0xA0)} and not seen & undefined else "latin-1"


def _from_character(piece: bytes) -> bytes:
    """Without the rest of a character that it begins within."""
    return piece[:3].lstrip(bytes(range(0x80, 0xC0))) + piece[3:]


def _is_wide(head: bytes) -> bool:
    """Whether it is UTF-16 with the low byte first, and has no mark: every other byte is 0."""
    start = head[:512]
    return len(start) > 3 and start[1::2].count(0) > len(start) // 3 and 0 not in start[::2]


def _is_utf8(piece: bytes, *, is_end: bool = False) -> bool:
    """Whether it is UTF-8, but for a character that it ends within, where it may."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(piece, is_end)
    except UnicodeDecodeError:
        return False
    return True


def _same_order(encoding: str, head: bytes) -> str:
    """The encoding of a place in the middle of a file, which has no byte order mark."""
    if encoding != "utf-16":
        return encoding
    return "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def _whole_lines(text: str, *, is_end: bool) -> str:
    cut = max(text.rfind("\n"), text.rfind("\r"))
    return text if is_end or cut < 0 else text[: cut + 1]


def _inner_lines(text: str) -> str:
    """Without the line that it begins within, and the one that it ends within."""
    return _whole_lines(text.partition("\n")[2], is_end=False) if "\n" in text else ""
