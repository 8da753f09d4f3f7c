"""Learns the tags that stand in texts, several in each."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from wtspec.data.learn.categories import check_distinct
from wtspec.data.learn.parted import blocks_of_text, indices_in, tags_of, text_array


class TagsLearner:
    """The distinct tags.

    Args:
        separator: What stands between two of them.
    """

    def __init__(self, separator: str) -> None:
        self._separator = separator
        self._seen: set[str] = set()

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        for block in blocks_of_text(text_array(x, "many_hot")):
            _, _, tags = tags_of(block, self._separator)
            self._seen.update(pc.unique(tags).to_pylist())
            check_distinct(self._seen, "tags")

    def state(self) -> dict:
        """`categories`, the tags in sorted order, and the place of the `first` one."""
        return {"categories": sorted(self._seen), "first": 0}


def many_hot_rows(state: dict, x: np.ndarray, separator: str) -> np.ndarray:
    """Rows of zeros with a one for each tag of a text; unseen tags have none."""
    width = len(state["categories"])
    rows = [np.zeros((0, width), "float32")]
    for block in blocks_of_text(text_array(x, "many_hot")):
        count, text, tags = tags_of(block, separator)
        ones = np.zeros((count, width), "float32")
        index = indices_in(tags, state["categories"])
        ones[text[index >= 0], index[index >= 0]] = 1.0
        rows.append(ones)
    return np.concatenate(rows).reshape(*x.shape, width)
