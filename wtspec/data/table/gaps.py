"""Finds the words that stand where a number is missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.sources.dialect import Dialect
from wtspec.sources.number_forms import is_number

_WORDS = frozenset(
    ("unknown", "missing", "none", "nil", "n.a.", "n.d.", "nd", "undefined", "not available")
)
_USUAL = ("NA", "N/A", "NaN", "nan", "NULL", "null")
_FEWEST_NUMBERS = 5
_MOST_WORDS = 3


def null_values(arrays: Mapping[str, np.ndarray], dialect: Dialect) -> tuple[str, ...]:
    """What a file should be said to write for "missing", the usual words too; nothing if no other.

    Args:
        arrays: The columns, as they were read so far: those with such words are text.
        dialect: By which they were.
    """
    found: dict[str, None] = {}
    for values in arrays.values():
        if values.dtype.kind == "O" and values.ndim == 1:
            found |= dict.fromkeys(_odd_words(values, dialect))
    return (*found, *_USUAL) if found else ()


def _odd_words(values: np.ndarray, dialect: Dialect) -> list[str]:
    texts = {str(value) for value in values} - {""}
    odd = [text for text in texts if not is_number(text, dialect.decimal, dialect.thousands)]
    if not odd or len(odd) > _MOST_WORDS or len(texts) - len(odd) < _FEWEST_NUMBERS:
        return []
    return sorted(odd) if all(map(_means_missing, odd)) else []


def _means_missing(text: str) -> bool:
    """Whether it is a word for it, or but marks such as `?` and `--`."""
    plain = text.strip().lower()
    return plain in _WORDS or not any(letter.isalnum() for letter in plain)
