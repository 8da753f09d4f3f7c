"""Some rows of a source that is read in pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from wtspec.data.columns import Columns
from wtspec.data.images.files_beside import FilesBeside
from wtspec.data.part import Part
from wtspec.data.stored.images import StoredImages
from wtspec.data.stored.stored import Stored
from wtspec.data.stored.windows import StoredWindows
from wtspec.data.streams.windows import Extent
from wtspec.errors import Diagnostic, SpecError


@dataclass(frozen=True, eq=False)
class StoredPart:
    """The rows that train, validate or test.

    Attributes:
        stored: The source.
        codes: Which part each row of it belongs to; None where all of them are this one.
        code: Of this part.
        told: What became of other rows, in a sentence each.
        files: Those that rows may name.
    """

    stored: Stored
    codes: np.ndarray | None = None
    code: int = 0
    told: tuple[str, ...] = ()
    files: FilesBeside | None = None
    _starts: list[int] = field(init=False, default_factory=list[int])

    def __post_init__(self) -> None:
        """Counts the rows before each piece."""
        self._starts.extend(np.cumsum([0, *self.stored.pieces]).tolist())

    @cached_property
    def count(self) -> int:
        """How many rows it has."""
        if self.codes is None:
            return self._starts[-1]
        return int(np.count_nonzero(self.codes == self.code))

    @property
    def origin(self) -> str:
        """Where the rows are from, for messages."""
        return self.stored.origin

    def count_in(self, one: Extent) -> int:
        """How many of the rows are in a slice."""
        mask = self._mask(one)
        return one.stop - one.start if mask is None else int(np.count_nonzero(mask))

    def take(self, one: Extent, arrays: dict[str, np.ndarray]) -> Part:
        """Those of a slice's rows that are this part's."""
        mask = self._mask(one)
        first = self._starts[one.piece] + one.start
        if mask is None or mask.all():
            return self._part(arrays, np.arange(first, first + one.stop - one.start))
        kept = {name: array[mask] for name, array in arrays.items()}
        return self._part(kept, first + np.flatnonzero(mask))

    def _part(self, arrays: dict[str, np.ndarray], rows: np.ndarray) -> Part:
        if isinstance(self.stored, StoredWindows):
            columns, numbers = self.stored.columns(arrays), self.stored.series.empty.numbers
            return Part(columns, rows if numbers is None else numbers[rows])
        return Part(Columns(arrays, self.origin, files=self.files), rows)

    def read(self, one: Extent, names: Collection[str]) -> Part:
        """The same, read."""
        return self.take(one, read_extent(self.stored, one, names))

    def _mask(self, one: Extent) -> np.ndarray | None:
        if self.codes is None:
            return None
        first = self._starts[one.piece]
        return self.codes[first + one.start : first + one.stop] == self.code


def read_extents(
    stored: Stored, several: Sequence[Extent], names: Collection[str]
) -> Iterator[dict[str, np.ndarray]]:
    """Some columns of rows of a source, an extent after the other; pictures are decoded together.

    Raises:
        SpecError: What `read_extent` raises.
    """
    if isinstance(stored, StoredImages):
        yield from stored.read_together(several, names)
        return
    for one in several:
        yield read_extent(stored, one, names)


def read_extent(stored: Stored, one: Extent, names: Collection[str]) -> dict[str, np.ndarray]:
    """Some columns of rows of a source.

    Raises:
        SpecError: `unreadable-file`: it is broken there, or has changed since it was opened.
    """
    try:
        return stored.read(one.piece, names, one.start, one.stop)
    except (SpecError, MemoryError):
        raise
    except Exception as error:  # Arrow's, NumPy's and the system's are of any kind
        words = next(iter(str(error).splitlines()), type(error).__name__)
        message = f"a part of {stored.origin} can't be read: {words}"
        raise SpecError(Diagnostic("unreadable-file", message)) from error
