"""Divides rows that do not fit in memory into what trains, validates and tests."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wtspec.data.check_split import check_split
from wtspec.data.columns import Columns, unknown_column
from wtspec.data.columns_read import columns_read
from wtspec.data.dividing.divide import divide, fractions_of, key_of
from wtspec.data.dividing.part_sizes import PARTS
from wtspec.data.dividing.used import Keep, tell_unused
from wtspec.data.stored.stored import Stored
from wtspec.data.stored.windows import StoredWindows
from wtspec.data.streams.stored_part import StoredPart, read_extent
from wtspec.data.streams.windows import Extent
from wtspec.document import Document
from wtspec.errors import Report, SpecError
from wtspec.program.program import Program

_UNUSED = 255


def divide_stored(
    program: Program, document: Document, stored: Stored, keep: Keep | None
) -> dict[str, StoredPart]:
    """The parts of a source, those that the same rows in memory would make.

    Raises:
        SpecError: `empty-training-split`, `no-rows-left`, `unknown-column`; what `keep` and
            `divide` raise.
    """
    part = whole_stored(program, document, stored, keep)
    fractions, report = fractions_of(program), Report()
    check_split(part.count, fractions, report, document.span("data", "split"))
    report.check()
    if not fractions:
        return {"train": part}
    used = None if part.codes is None else part.codes == part.code
    rows = sum(stored.pieces)
    numbers = range(rows) if used is None else np.flatnonzero(used)

    def read(name: str) -> Iterator[np.ndarray]:
        if name not in stored.names:
            columns = Columns({name: np.empty(0) for name in stored.names}, stored.origin)
            span = document.span("data", "split", key_of(program, name))
            raise SpecError(unknown_column(name, columns, span))
        return _column(stored, name, used)

    drawn = divide(program, document, numbers, read)
    codes = drawn
    if used is not None:
        codes = np.full(rows, _UNUSED, "uint8")
        codes[used] = drawn
    return {
        name: StoredPart(stored, codes, PARTS.index(name), part.told if name == "train" else ())
        for name in ("train", *fractions)
    }


def whole_stored(
    program: Program, document: Document, stored: Stored, keep: Keep | None
) -> StoredPart:
    """All rows of a source that are used.

    Raises:
        SpecError: `no-rows-left`; what `keep` raises.
    """
    formula = program.data.rows if program.data is not None else None
    told = stored.series.empty.told if isinstance(stored, StoredWindows) else ()
    if formula is None or keep is None:
        return StoredPart(stored, told=told)
    names = columns_read(formula, stored.names)
    kept = [
        keep(Columns(read_extent(stored, Extent(piece, 0, rows), names), stored.origin))
        for piece, rows in enumerate(stored.pieces)
    ]
    codes = np.where(np.concatenate(kept), 0, _UNUSED).astype("uint8")
    rows, used = len(codes), int(np.count_nonzero(codes == 0))
    unused = tell_unused(document, stored.origin, rows, used)
    return StoredPart(stored, codes, 0, (*told, *unused))


def _column(stored: Stored, name: str, used: np.ndarray | None) -> Iterator[np.ndarray]:
    first = 0
    for piece, rows in enumerate(stored.pieces):
        values = read_extent(stored, Extent(piece, 0, rows), [name])[name]
        yield values if used is None else values[used[first : first + rows]]
        first += rows
