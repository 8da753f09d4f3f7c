"""Goes through rows that do not fit in memory once, before anything is trained on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from wtspec.data.agree import Agree, by_itself
from wtspec.data.class_weights import count_classes
from wtspec.data.fingerprint import Fingerprint, Hasher
from wtspec.data.part import Part
from wtspec.data.rows import Rows, by_name, joined
from wtspec.data.streams.row_stream import Prepare, RowStream
from wtspec.data.streams.spill import Spill, new_spill
from wtspec.data.streams.walk import walk

HELD_BYTES = 1 << 26
"""Prepared rows of a part that are no more than this are held in memory."""
_MOST_LABELS = 10_000
_EXAMPLES = 64


def survey(
    streams: Mapping[str, RowStream],
    names: Iterable[str],
    check: Prepare,
    look: Callable[[Rows], None],
    *,
    counts: bool,
    spills: bool,
    agree: Agree = by_itself,
) -> dict[str, tuple[Rows, Fingerprint]]:
    """Checks all rows of some parts of a source, and says what they are.

    Args:
        streams: By part, all of one source.
        names: The columns that matter.
        check: Prepares rows, and checks them.
        look: Is shown them all, some at a time.
        counts: Whether the rows of each class are counted.
        spills: Whether they may be put on a disk, to be read from there.
        agree: Asks other processes that look at them: rows come from the disk in another order.

    Returns:
        Each part's rows, in memory where they are few, and their fingerprint.

    Raises:
        SpecError: What `check` and `look` raise.
    """
    names = tuple(names)
    seen = {
        name: _Survey(stream, names, agree, counts=counts, spills=spills)
        for name, stream in streams.items()
    }
    parts = {name: stream.part for name, stream in streams.items()}
    row_bytes = max(stream.row_bytes for stream in streams.values())
    for name, part in walk(parts, names, row_bytes):
        rows = check(part)
        look(rows)
        seen[name].add(part, rows)
    return {name: (one.rows(), one.hasher.fingerprint()) for name, one in seen.items()}


class _Survey:
    """What was seen of a part."""

    def __init__(
        self,
        stream: RowStream,
        names: Iterable[str],
        agree: Agree,
        *,
        counts: bool,
        spills: bool,
    ) -> None:
        self._stream = stream
        self._agree = agree
        self._kept: list[Rows] = []
        self._labels: set[object] = set()
        self._low: list[float] = []
        self._high: list[float] = []
        self._is_held: bool | None = None
        self._spill: Spill | None = None
        self._spills = spills and not stream.part.stored.reads_anywhere
        self._counts: Counter[int] | None = Counter() if counts else None
        self.hasher = Hasher(names, stream.count)

    def add(self, part: Part, rows: Rows) -> None:
        self.hasher.add(part.columns, part.numbers)
        if self._is_held is None:
            row_bytes = sum(array.nbytes for array in rows.arrays) / rows.at_hand
            self._is_held = row_bytes * self._stream.count <= HELD_BYTES
            if not self._is_held and self._spills:
                origin = self._stream.part.origin
                self._spill = new_spill(rows, self._stream.count, origin)
                if not self._agree(self._spill is not None):
                    self._spill = None
        if self._is_held:
            self._kept.append(rows)
            return
        self._put(rows)
        if self._counts is not None and isinstance(rows.targets, np.ndarray):
            self._counts.update(count_classes(rows.targets, rows.weights))
        chosen = self._chosen(rows)
        if len(chosen):
            self._kept.append(rows.each(lambda array: array[chosen]))

    def _put(self, rows: Rows) -> None:
        if self._spill is not None:
            try:
                self._spill.add(rows)
            except OSError:  # others have filled the disk: rows are read where they are stored
                self._spill = None

    def _end(self) -> None:
        if self._spill is not None:
            try:
                self._spill.done()
            except OSError:
                self._spill = None
        if self._spills and not self._agree(self._spill is not None):
            self._spill = None

    def rows(self) -> Rows:
        """All of them where they are held, else some."""
        found = joined(self._kept)
        if self._is_held:
            return found
        self._end()
        return replace(found, stream=self._spill or self._stream, counts=self._counts)

    def _chosen(self, rows: Rows) -> np.ndarray:
        """The first rows of all, those with a least or greatest number, and one of each label."""
        chosen = set(range(min(_EXAMPLES, rows.at_hand)) if not self._kept else ())
        for at, array in enumerate(rows.arrays):
            flat = array.reshape(len(array), -1)
            if not flat.shape[1]:
                continue
            low, high = flat.min(axis=1), flat.max(axis=1)
            if at == len(self._low):
                self._low.append(np.inf)
                self._high.append(-np.inf)
            if low.min() < self._low[at]:
                self._low[at] = low.min()
                chosen.add(int(low.argmin()))
            if high.max() > self._high[at]:
                self._high[at] = high.max()
                chosen.add(int(high.argmax()))
        for target in by_name(rows.targets).values() if rows.targets is not None else ():
            chosen |= self._new_labels(target)
        return np.array(sorted(chosen), int)

    def _new_labels(self, target: np.ndarray) -> set[int]:
        """Rows with a label that was not seen yet, where targets are labels."""
        flat = target.reshape(len(target), -1)
        many = flat.shape[1] != 1 or len(self._labels) > _MOST_LABELS
        if many or (flat != np.floor(flat)).any():
            return set()
        labels, first = np.unique(flat[:, 0], return_index=True)
        new = [at for at, label in enumerate(labels.tolist()) if label not in self._labels]
        self._labels.update(labels[new].tolist())
        return set(first[new].tolist())
