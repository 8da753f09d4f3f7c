"""Cuts texts into words, or into tags, all rows at once."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TEXT_ROWS = 2**14
"""Texts that are cut at once; their parts take more memory than they do."""

Parted = tuple[int, np.ndarray, pa.Array]
"""How many texts there are, the text of each part, and the parts in their order."""


def text_array(x: np.ndarray, function: str) -> np.ndarray:
    """Texts in one axis.

    Raises:
        TypeError: These are numbers.
    """
    x = np.asarray(x)
    if x.dtype.kind not in "OU":
        raise TypeError(f"`{function}` takes text, and received numbers")
    return x.reshape(-1)


def blocks_of_text(texts: np.ndarray) -> Iterator[pa.Array]:
    """The texts as Arrow's, some at a time; a missing one is empty."""
    for start in range(0, len(texts), TEXT_ROWS):
        yield pa.array(texts[start : start + TEXT_ROWS], pa.large_string()).fill_null("")


def words_of(texts: pa.Array) -> Parted:
    """The words: runs of letters, their marks, and digits, in lower case.

    Text is normalized first (NFKC), so that letters that look alike are alike. A Chinese
    character, or a Japanese kana, is a word: nothing stands between words there.
    """
    text = pc.utf8_lower(pc.utf8_normalize(texts, "NFKC"))
    text = pc.replace_substring_regex(text, r"([\p{Han}\p{Hiragana}\p{Katakana}])", r" \1 ")
    return _without_empty(pc.split_pattern_regex(text, r"[^\p{L}\p{M}\p{N}]+"))


def tags_of(texts: pa.Array, separator: str) -> Parted:
    """What stands between separators, without the spaces around it."""
    return _without_empty(pc.split_pattern(texts, separator))


def _without_empty(lists: pa.Array) -> Parted:
    parts = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    rows, kept = pc.list_parent_indices(lists), pc.not_equal(parts, "")
    return len(lists), rows.filter(kept).to_numpy(), parts.filter(kept)


def indices_in(parts: pa.Array, known: np.ndarray) -> np.ndarray:
    """The place of each part among those that are known, -1 where it is none of them."""
    found = pc.index_in(parts, value_set=pa.array(known.tolist(), pa.large_string()))
    return found.fill_null(-1).to_numpy()
