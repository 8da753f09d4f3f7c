"""Checksums of a checkpoint's files: what is truncated, corrupted or missing is noticed."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import msgspec

SEAL = "checksums.json"
_BLOCK_BYTES = 2**20
_MOST_BYTES = 2**24
"""Of what is read whole."""


class FileSeal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file was when it was written.

    Attributes:
        size: In bytes.
        crc32: Of its content.
    """

    size: Annotated[int, msgspec.Meta(ge=0)]
    crc32: str


Seals = dict[str, FileSeal]
"""Of files, by their paths in a checkpoint."""

NONE: Mapping[str, FileSeal] = MappingProxyType({})


def seal_part(folder: Path, part: Path) -> Seals:
    """What the files in a folder within it are, which then lie on the disk."""
    files = {str(one.relative_to(folder)): _read(one) for one in _files(part)}
    for file in (*_files(part), *_folders(part)):
        sync(file)
    return files


def seal(folder: Path, known: Mapping[str, FileSeal] = NONE) -> None:
    """Writes down what all files in a folder are, and has them lie on the disk.

    Args:
        folder: The checkpoint's.
        known: What `seal_part` has said of some of them.
    """
    path = folder / SEAL
    others = [one for one in _files(folder) if str(one.relative_to(folder)) not in known]
    files = {**known, **{str(one.relative_to(folder)): _read(one) for one in others}}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(files), indent=1) + b"\n")
    for file in (*others, path, *_folders(folder)):
        sync(file)


def find_damage(folder: Path) -> str | None:
    """What is not as it was sealed, in a few words; None for a folder that is whole."""
    if folder.is_symlink():
        return "it is a link"
    try:
        sealed = msgspec.json.decode(read_plain(folder / SEAL), type=dict[str, FileSeal])
    except FileNotFoundError:
        return f"it has no {SEAL}"
    except (OSError, ValueError, RecursionError):
        return f"its {SEAL} can't be read"
    found = {str(one.relative_to(folder)): one for one in _files(folder) if one.name != SEAL}
    for name in sorted(sealed.keys() | found.keys()):
        damage = _damage(name, sealed.get(name), found.get(name))
        if damage is not None:
            return damage
    return None


def _damage(name: str, sealed: FileSeal | None, file: Path | None) -> str | None:
    if file is None:
        return f"its file {name} is missing"
    if sealed is None:
        return f"its file {name} was not there when it was written"
    if file.is_symlink() or not file.is_file():
        return f"its {name} is no file"
    try:
        now = _read(file) if file.stat().st_size == sealed.size else None
    except OSError as error:
        return f"its file {name} can't be read: {error.strerror or error}"
    if now is None:
        return f"its file {name} has {file.stat().st_size:,} bytes, and had {sealed.size:,}"
    return None if now == sealed else f"its file {name} is not what was written"


def read_plain(file: Path) -> bytes:
    """The content of a small file; no link is followed, and no pipe waited for.

    Raises:
        OSError: It is none, or can't be read.
    """
    there = file.lstat()
    if not stat.S_ISREG(there.st_mode) or there.st_size > _MOST_BYTES:
        raise OSError(f"{file.name} is no small file")
    return file.read_bytes()


def sync(path: Path) -> None:
    """Has a file, or the names in a folder, lie on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _read(file: Path) -> FileSeal:
    size, crc = 0, 0
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK_BYTES):
            size += len(block)
            crc = zlib.crc32(block, crc)
    return FileSeal(size, f"{crc:08x}")


def _files(folder: Path) -> Iterator[Path]:
    """All but folders; nothing is followed out of the folder."""
    for root, folders, files in os.walk(folder):
        yield from (Path(root, name) for name in files)
        yield from (link for name in folders if (link := Path(root, name)).is_symlink())


def _folders(folder: Path) -> Iterator[Path]:
    return (Path(root) for root, _, _ in os.walk(folder))
