"""Takes some rows of a source that does not fit in memory, to look at."""

from __future__ import annotations

import numpy as np

from wtspec.data.columns import Columns
from wtspec.data.part import Part
from wtspec.data.parts import AnyPart
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.windows import Extent

MOST_ROWS = 100_000
_PLACES = 50


def sampled(part: AnyPart, most_rows: int = MOST_ROWS) -> Part:
    """Rows of a part in memory: those of a stored one from places that are evenly spread.

    Args:
        part: Of the data.
        most_rows: Of a stored one.
    """
    if isinstance(part, Part):
        return part
    names, pieces = part.stored.names, part.stored.pieces
    step = max(1, len(pieces) // _PLACES)
    chosen = range(0, len(pieces), step)
    share = max(1, most_rows // len(chosen))
    read = [part.read(_beginning(part, piece, share), names) for piece in chosen if pieces[piece]]
    found = [one for one in read if one.count]
    columns = {name: np.concatenate([one.columns.arrays[name] for one in found]) for name in names}
    numbers = np.concatenate([one.numbers for one in found])
    told = part.told
    if len(numbers) < part.count:
        told = (*told, f"{len(numbers):,} of {part.count:,} rows of {part.origin} are looked at")
    return Part(Columns(columns, part.origin, files=part.files), numbers, told)


def _beginning(part: StoredPart, piece: int, rows: int) -> Extent:
    """About so many of the part's rows, from the piece's beginning on."""
    size = part.stored.pieces[piece]
    stop = min(size, max(rows, 1))
    while stop < size and part.count_in(Extent(piece, 0, stop)) < rows:
        stop = min(size, 2 * stop)
    return Extent(piece, 0, stop)
