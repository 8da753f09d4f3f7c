"""Reads rows that a trained model has not seen and that do not fit in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from wtspec.data.part import Part
from wtspec.data.read_rows import (
    as_floats,
    as_text,
    request_as_text,
    request_for,
    root_of,
    with_floats,
)
from wtspec.data.readers.read_source import files_beside
from wtspec.data.stored.csv_rows.stored_csv import StoredCsv
from wtspec.data.stored.open_stored import open_large
from wtspec.data.stored.stored import Stored
from wtspec.data.streams.first_rows import read_bytes
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.walk import walk
from wtspec.program.program import Program


def open_rows(data: Path, program: Program, types: Mapping[str, str]) -> StoredPart | None:
    """The rows of a file, to be read in pieces; None where all are read at once.

    Args:
        data: The file, or a folder of pictures.
        program: Says how the training's source was read.
        types: Of the training's columns, as `column_types` gave them.

    Raises:
        SpecError: `unknown-format`; what `read_source` raises of files.
    """
    source, path = program.sources.get("source"), data.resolve()
    if source is not None and source.of is not None:
        return None
    request, root = request_for(path, program, types), root_of(path)
    stored = open_large(request, root)
    if stored is not None and request.kind == "csv":
        mended = with_floats(request, stored.read(0, stored.names, 0, 1), types)
        stored = stored if mended is None else open_large(mended, root, always=True)
    return None if stored is None else StoredPart(stored, files=files_beside(request, root))


def read_pieces(
    part: StoredPart, names: Collection[str], types: Mapping[str, str]
) -> Iterator[Part]:
    """Some columns of all rows, some rows at a time.

    Args:
        part: As `open_rows` gives it.
        names: Of the columns.
        types: Of the training's columns, as `column_types` gave them.
    """
    is_csv = isinstance(part.stored, StoredCsv)
    for _, piece in walk({"": part}, names, read_bytes(part, names)):
        columns = as_text(piece.columns, types)
        yield replace(piece, columns=as_floats(columns, types) if is_csv else columns)


def open_as_text(path: Path, program: Program, names: Collection[str]) -> Stored | None:
    """A CSV file, to be read in pieces in which each cell is as the file has it.

    Args:
        path: The file, which `open_rows` has opened.
        program: Says how the training's source was read.
        names: All columns of the file.

    Raises:
        SpecError: What `read_source` raises of files.
    """
    path = path.resolve()
    return open_large(request_as_text(path, program, names), root_of(path), always=True)
