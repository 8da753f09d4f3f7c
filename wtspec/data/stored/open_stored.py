"""Opens a source that is too large to be read at once."""

from __future__ import annotations

from pathlib import Path

from wtspec.data.agree import Agree, by_itself
from wtspec.data.readers.read_fault import read_fault
from wtspec.data.readers.read_source import check_types
from wtspec.data.stored.memory import free_bytes
from wtspec.data.stored.stored import Stored
from wtspec.errors import Span, SpecError
from wtspec.sources.csv_lines import is_compressed
from wtspec.sources.files import find_files
from wtspec.sources.request import SourceRequest

MOST_BYTES = 1 << 30
_SHARE = 8
"""Of what is free, a source may take the eighth part: its parts and what becomes of them are
copies."""


def is_large(size: int) -> bool:
    """Whether so many bytes of columns are rather read in pieces."""
    return size > min(MOST_BYTES, free_bytes() // _SHARE)


def open_large(
    source: SourceRequest,
    data_root: Path,
    span: Span | None = None,
    agree: Agree = by_itself,
    *,
    always: bool = False,
) -> Stored | None:
    """The source, piece by piece; None where it is read at once.

    Args:
        source: What to read.
        data_root: No file may lie outside it.
        span: Where the spec names the source.
        agree: Asks other processes that open it: it is large for all where it is for one.
        always: Whether it is read in pieces however small it is, as a run that goes on began so.

    Raises:
        SpecError: What `read_source` raises of files.
    """
    if source.kind == "images":
        from wtspec.data.stored.images import open_images

        stored = open_images(source, data_root, span)
    elif source.kind in ("npy", "parquet", "csv"):
        stored = _open_files(source, data_root, span, agree, always=always)
    else:
        return None
    if stored is None:
        return None
    return None if not always and agree(not is_large(stored.whole_bytes)) else stored


def _open_files(
    source: SourceRequest, data_root: Path, span: Span | None, agree: Agree, *, always: bool
) -> Stored | None:
    folder = source.folder or data_root
    paths = source.paths or tuple(source.arrays.values())
    files = find_files(paths, folder, data_root, span)
    if source.kind == "csv":
        check_types(source, data_root, span)
    try:
        return _open(source, files, data_root, agree, always=always)
    except (MemoryError, SpecError):  # the other one: another process has ended
        raise
    except Exception as error:
        raise read_fault(error, source, files, span) from error


def _open(
    source: SourceRequest, files: tuple[Path, ...], data_root: Path, agree: Agree, *, always: bool
) -> Stored | None:
    if source.kind == "csv":
        return _open_csv(source, files, agree, always=always)
    if source.kind == "npy":
        from wtspec.data.stored.npy import StoredNpy

        folder = source.folder or data_root
        several = {
            name: [str(file) for file in find_files([path], folder, data_root)]
            for name, path in source.arrays.items()
        }
        return StoredNpy(several, str(source))
    from wtspec.data.stored.parquet import StoredParquet

    return StoredParquet([str(file) for file in files], str(source))


def _open_csv(
    source: SourceRequest, files: tuple[Path, ...], agree: Agree, *, always: bool
) -> Stored | None:
    """CSV files, which must be read once to be opened; what is compressed is read at once."""
    if any(map(is_compressed, files)):
        return None
    from wtspec.data.stored.csv_rows.stored_csv import StoredCsv, likely_bytes

    names = [str(file) for file in files]
    if not always and agree(not is_large(likely_bytes(names, source.dialect))):
        return None
    stored = StoredCsv(names, source.dialect, str(source))
    return stored if stored.pieces else None
