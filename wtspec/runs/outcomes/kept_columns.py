"""Keeps the columns of the rows of which outcomes are told, so that the worst can be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from wtspec.data.columns_read import columns_read
from wtspec.data.part import Part
from wtspec.data.parts import AnyPart
from wtspec.data.streams.stored_part import StoredPart, read_extent
from wtspec.data.streams.windows import Extent
from wtspec.program.program import Program
from wtspec.runs.outcomes.draw_rows import held_out

_MOST_BYTES = 64 << 20
_MOST_COLUMNS = 64
_LOOKED_AT = 256
"""Texts that tell how long the others are."""

Row = Mapping[str, np.ndarray]
"""What a row has in each column."""


def kept_columns(program: Program, parts: Mapping[str, AnyPart]) -> AnyPart | None:
    """The part of which outcomes are told, with those of its columns that are small.

    Args:
        program: Its formulas' columns come first.
        parts: Of the data.

    Returns:
        None where no column is small.
    """
    part = parts[held_out(parts)]
    if isinstance(part, StoredPart):
        return part
    arrays, left = part.columns.arrays, _MOST_BYTES
    kept: dict[str, np.ndarray] = {}
    for name in in_order(program, arrays)[:_MOST_COLUMNS]:
        size = _bytes_of(arrays[name])
        if size <= left:
            kept[name], left = arrays[name], left - size
    if not kept:
        return None
    return replace(part, columns=replace(part.columns, arrays=kept))


def in_order(program: Program, names: Collection[str]) -> list[str]:
    """Names of columns, those first that formulas read, as they do."""
    formulas, there = program.data.each_formula if program.data is not None else (), set(names)
    read = [name for _, one in formulas for name in columns_read(one, names)]
    return list(dict.fromkeys([*(name for name in read if name in there), *names]))


def rows_of(part: AnyPart, places: Sequence[int], names: Collection[str]) -> list[Row]:
    """The columns of rows, by name, of each row alone.

    Args:
        part: Of the data.
        places: Of the rows within the part, from 0.
        names: Of the columns.

    Raises:
        SpecError: `unreadable-file`: a source that is read in pieces is not there any more.
    """
    if isinstance(part, Part):
        columns = part.columns.arrays
        return [{name: columns[name][place] for name in names} for place in places]
    rows = np.arange(part.count) if part.codes is None else np.flatnonzero(part.codes == part.code)
    return [_read(part, int(rows[place]), names) for place in places]


def _read(part: StoredPart, row: int, names: Collection[str]) -> Row:
    starts = np.cumsum([0, *part.stored.pieces])
    piece = int(np.searchsorted(starts, row, side="right")) - 1
    first = row - int(starts[piece])
    arrays = read_extent(part.stored, Extent(piece, first, first + 1), names)
    return {name: arrays[name][0] for name in names}


def _bytes_of(array: np.ndarray) -> int:
    """What a column takes, its texts included, more or less."""
    if array.dtype.kind != "O":
        return array.nbytes
    some = array.ravel()[:_LOOKED_AT]
    return array.size * (64 + sum(len(str(one)) for one in some) // max(1, len(some)))
