"""What a column of text is good for."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from wtspec.data.dates import date
from wtspec.data.table.columns import Column, LeftOut

MOST_PLAIN = 20
"""So many categories are some, however few rows there are."""

_SEPARATORS = ("|", ";", ",")
_MOST_TAGS = 500
_LONGEST_TAG = 40
_MOST_TEXTS = 20_000
_MOST_WORDS = 64
_FEWEST_WORDS, _FEWEST_TELLING, _USUAL = 1.8, 3, 0.9
_DATE_PARTS = "year month day weekday dayofyear hour minute second"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}")
_WORD = re.compile(r"\w+")


def text_column(name: str, values: np.ndarray) -> Column | LeftOut:
    """What a column of text is."""
    if values.ndim > 1:
        return LeftOut(name, "has rows of several texts")
    counts = Counter(str(value) for value in values)
    gaps = counts.pop("", 0)
    if len(counts) < 2:
        return LeftOut(name, "has the same value in every row" if counts else "has no values")
    if _DATE.match(next(iter(counts))):
        found = _date(name, values, gaps, len(counts))
        if found is not None:
            return found
    separator = tag_separator(counts)
    if separator:
        return Column(name, "tags", gaps, len(counts), separator=separator)
    rows = counts.total()
    if len(counts) <= max(MOST_PLAIN, rows // 10):
        return Column(name, "category", gaps, len(counts))
    length = words_in(counts)
    if length:
        return Column(name, "words", gaps, len(counts), width=length)
    if len(counts) <= rows // 2:
        return Column(name, "category", gaps, len(counts))
    return LeftOut(name, "has another text in nearly every row")


def _date(name: str, values: np.ndarray, gaps: int, distinct: int) -> Column | LeftOut | None:
    """The parts that differ between rows; None where some are no dates."""
    try:
        numbers = date(values, _DATE_PARTS)
    except ValueError:
        return None
    found = [
        part
        for at, part in enumerate(_DATE_PARTS.split())
        if len(np.unique(numbers[~np.isnan(numbers[:, at]), at])) > 1
    ]
    if not found:
        return LeftOut(name, "has the same date in every row")
    return Column(name, "date", gaps, distinct, parts=" ".join(found), width=len(found))


def tag_separator(counts: Counter[str]) -> str:
    """What parts the tags of a column; nothing if it has none.

    Tags come back in other company: there are more different cells than tags, or as many.
    """
    return next((one for one in _SEPARATORS if _are_tags(counts, one)), "")


def _are_tags(counts: Counter[str], separator: str) -> bool:
    several = sum(count for cell, count in counts.items() if separator in cell)
    if several < max(2, counts.total() // 50):
        return False
    tags: Counter[str] = Counter()
    for cell, count in counts.items():
        for tag in {part.strip() for part in cell.split(separator)} - {""}:
            tags[tag] += count
    if not tags or len(tags) > _MOST_TAGS or max(map(len, tags)) > _LONGEST_TAG:
        return False
    if separator != "|" and not _stand_alone(counts, tags, separator):
        return False
    if not any(character.isalpha() for tag in tags for character in tag):
        return False
    recurs = tags.total() >= 5 * len(tags) or len(tags) <= MOST_PLAIN
    return recurs and len(counts) >= min(len(tags), 3)


def _stand_alone(counts: Counter[str], tags: Counter[str], separator: str) -> bool:
    """Whether single words come together and alone: prose and places have commas, too."""
    alone = any(cell in tags for cell in counts if separator not in cell)
    return alone and not any(" " in tag for tag in tags)


def words_in(counts: Counter[str]) -> int:
    """How many words a text has, all but the longest ones.

    0 where they are no sentences: most have no word that some of the others have, too.
    """
    texts = [_WORD.findall(text.lower()) for text in list(counts)[:_MOST_TEXTS]]
    lengths = [len(words) for words in texts]
    met = Counter(word for text in texts for word in {*text} if not word.isdecimal())
    telling = {word for word, count in met.items() if 1 < count < _USUAL * len(texts)}
    told = sum(not telling.isdisjoint(text) for text in texts)
    if np.mean(lengths) < _FEWEST_WORDS or len(telling) < _FEWEST_TELLING or told < len(texts) / 2:
        return 0
    return int(min(_MOST_WORDS, max(2, np.ceil(np.quantile(lengths, 0.98)))))
