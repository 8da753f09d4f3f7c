"""Reads rows where they are stored, epoch after epoch, as the model is given them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from wtspec.data.part import Part
from wtspec.data.rows import Rows
from wtspec.data.share import Share
from wtspec.data.streams.mixing import read_epoch, rows_at_once
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.windows import Extent, Masks

Prepare = Callable[[Part], Rows]
"""Makes columns what the model is given."""

_READERS_BYTES = 1 << 27
_COLUMN_BYTES = 3 << 19
"""What a reader has of each column: a page, packed and unpacked."""
_MOST_PIECES = 32


@dataclass(frozen=True, slots=True, eq=False)
class RowStream:
    """The rows of a part; see `RowSource` and `Pieces`.

    Attributes:
        part: Whose rows they are.
        names: The columns that the formulas read.
        prepare: Makes these what the model is given.
        row_bytes: Of a row, as it is read or as it is given, whichever is more.
    """

    part: StoredPart
    names: tuple[str, ...]
    prepare: Prepare
    row_bytes: int

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.part.count

    @property
    def sizes(self) -> Sequence[int]:
        """How many rows each piece has."""
        return self.part.stored.pieces

    @property
    def most_rows(self) -> int:
        """That are read together."""
        return rows_at_once(self.row_bytes)

    @property
    def least_pieces(self) -> int:
        """So many as may be read side by side."""
        room = _READERS_BYTES // (_COLUMN_BYTES * max(1, len(self.names)))
        return max(2, min(room, _MOST_PIECES))

    @property
    def told(self) -> str:
        """How they are read, in a sentence."""
        pieces, together = len(self.sizes), min(len(self.sizes), self.least_pieces)
        return (
            f"{self.part.origin} does not fit in memory: it is read anew in each epoch, and "
            f"training mixes rows of at least {together:,} of its {pieces:,} pieces at a time"
        )

    def epoch(
        self, seed: int, number: int, first: int, *, shuffle: bool, share: Share | None = None
    ) -> Iterator[Rows]:
        """The rows of an epoch from one of its rows on, a window at a time."""
        return read_epoch(self, seed, number, first, shuffle=shuffle, share=share)

    def then(self, change: Callable[[Rows], Rows]) -> RowStream:
        """The same rows, changed as they are read."""
        before = self.prepare
        return replace(self, prepare=lambda part: change(before(part)))

    def count_in(self, one: Extent) -> int:
        """How many of a slice's rows are the part's."""
        return self.part.count_in(one)

    def read(self, several: Sequence[Extent], wanted: Masks | None = None) -> Iterator[Rows]:
        """These, of each of several extents; see `Pieces`."""
        for part in self.part.read_together(several, self.names, wanted):
            yield self.prepare(part)
