"""Learns the most frequent words of texts."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow.compute as pc

from wtspec.data.learn.categories import check_distinct
from wtspec.data.learn.parted import blocks_of_text, indices_in, text_array, words_of


class WordsLearner:
    """The words that are found most often; of several alike, the first in order.

    Args:
        size: Of the vocabulary, the two indices for no word and for an unseen one included.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._counts: Counter[str] = Counter()

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        for block in blocks_of_text(text_array(x, "words")):
            _, _, words = words_of(block)
            found, times = pc.value_counts(words).flatten()
            self._counts.update(dict(zip(found.to_pylist(), times.to_pylist(), strict=True)))
            check_distinct(self._counts, "words")

    def state(self) -> dict:
        """`words`, the most frequent one first."""
        ordered = sorted(self._counts, key=lambda word: (-self._counts[word], word))
        return {"words": ordered[: max(0, self._size - 2)]}


def word_indices(state: dict, x: np.ndarray, length: int) -> np.ndarray:
    """The first words of each text as int32: 0 where there are no more, 1 for an unseen one."""
    rows = [np.zeros((0, length), "int32")]
    for block in blocks_of_text(text_array(x, "words")):
        count, text, words = words_of(block)
        index = np.zeros((count, length), "int32")
        before = np.searchsorted(text, np.arange(count))  # words of the texts before
        place = np.arange(len(text)) - before[text]
        fits = place < length
        index[text[fits], place[fits]] = indices_in(words, state["words"])[fits] + 2
        rows.append(index)
    return np.concatenate(rows).reshape(*x.shape, length)
