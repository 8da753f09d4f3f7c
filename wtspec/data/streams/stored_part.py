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
from wtspec.data.streams.windows import Extent, Masks
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
        return self._part(_masked(arrays, mask), self._numbers(one, mask))

    def read_together(
        self, several: Sequence[Extent], names: Collection[str], wanted: Masks | None = None
    ) -> Iterator[Part]:
        """Those of several slices' rows that are this part's; a slice without any is left out.

        Args:
            several: The slices.
            names: Of the columns.
            wanted: For each slice, which of its rows of this part; None for all. No picture of
                another row is decoded.
        """
        masks = [self._wanted(at, one, wanted) for at, one in enumerate(several)]
        if isinstance(self.stored, StoredImages):
            read = iter(self.stored.read_together(several, names, masks))
        else:
            each = zip(several, masks, strict=True)
            read = (_masked(read_extent(self.stored, one, names), mask) for one, mask in each)
        for one, mask, arrays in zip(several, masks, read, strict=True):
            numbers = self._numbers(one, mask)
            if len(numbers):
                yield self._part(arrays, numbers)

    def _wanted(self, at: int, one: Extent, wanted: Masks | None) -> np.ndarray | None:
        """Which of a slice's rows are read; None for all."""
        mask = self._mask(one)
        if mask is None or wanted is None:
            return mask if wanted is None else wanted[at]
        mask = mask.copy()
        mask[mask] = wanted[at]
        return mask

    def _numbers(self, one: Extent, mask: np.ndarray | None) -> np.ndarray:
        first = self._starts[one.piece] + one.start
        if mask is None:
            return np.arange(first, first + one.stop - one.start)
        return first + np.flatnonzero(mask)

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


def _masked(arrays: dict[str, np.ndarray], mask: np.ndarray | None) -> dict[str, np.ndarray]:
    if mask is None or mask.all():
        return arrays
    return {name: array[mask] for name, array in arrays.items()}


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
