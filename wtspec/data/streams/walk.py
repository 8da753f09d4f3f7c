"""Goes through the rows of a source's parts once, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from wtspec.data.part import Part
from wtspec.data.stored.stored import Stored
from wtspec.data.streams.prefetch import ahead
from wtspec.data.streams.stored_part import StoredPart, read_extents
from wtspec.data.streams.windows import in_order

_WALKED_BYTES = 1 << 23
"""That are looked at together: formulas make several copies of them."""


def walk(
    parts: Mapping[str, StoredPart], names: Iterable[str], row_bytes: int
) -> Iterator[tuple[str, Part]]:
    """Some rows of a part at a time, with its name; none twice, and none without rows.

    Args:
        parts: By name, all of one source.
        names: The columns to read.
        row_bytes: That these take in a row, more or less.
    """
    names = tuple(names)
    stored = source_of(parts)
    windows = in_order(stored.pieces, max(1, _WALKED_BYTES // max(1, row_bytes)))

    def read(at: int) -> list[list[tuple[str, Part]]]:
        extents = windows[at]
        return [
            [(name, part.take(one, arrays)) for name, part in parts.items()]
            for one, arrays in zip(extents, read_extents(stored, extents, names), strict=True)
        ]

    for several in ahead(read, 0, len(windows)):
        for name, part in chain.from_iterable(several):
            if len(part.numbers):
                yield name, part


def by_source(parts: Mapping[str, StoredPart]) -> list[dict[str, StoredPart]]:
    """Parts of one source together."""
    several: dict[int, dict[str, StoredPart]] = {}
    for name, part in parts.items():
        several.setdefault(id(part.stored), {})[name] = part
    return list(several.values())


def source_of(parts: Mapping[str, StoredPart]) -> Stored:
    """The one that they are parts of."""
    return next(iter(parts.values())).stored
