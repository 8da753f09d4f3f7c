"""Draws rows of a part, evenly where there are more than can be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np

from wtspec.data.rows import Rows, RowSource

One = TypeVar("One")

_STRETCHES = 16
"""Of a stream, from where rows are drawn that follow each other: it is read in pieces."""


class DrawnRows(NamedTuple):
    """Some rows of a part.

    Attributes:
        places: Within the part, from 0.
    """

    places: np.ndarray
    rows: Rows


def held_out(parts: Mapping[str, One]) -> str:
    """The part of which outcomes are told: what was trained on least, and looked at least."""
    return next(part for part in ("test", "validation", "train") if part in parts)


def draw_rows(rows: Rows, most: int, size: int) -> Iterator[DrawnRows]:
    """Some of a part's rows, in their order.

    Args:
        rows: Of the part.
        most: Of these so many, if there are as many.
        size: That come together, at most.
    """
    count = min(rows.count, most)
    if rows.stream is not None:
        yield from _of_stream(rows.stream, count, size)
        return
    places = evenly(rows.count, count)
    for first in range(0, count, size):
        chosen = places[first : first + size]
        yield DrawnRows(chosen, rows.each(lambda array, chosen=chosen: array[chosen]))


def evenly(count: int, most: int) -> np.ndarray:
    """So many of the numbers below a count, or all of them where there are fewer."""
    return np.arange(min(count, most)) * count // max(1, min(count, most))


def _of_stream(stream: RowSource, count: int, size: int) -> Iterator[DrawnRows]:
    stretches = 1 if count == stream.count else min(_STRETCHES, count)
    ends = np.arange(stretches + 1) * count // stretches
    for at in range(stretches):
        place, left = stream.count * at // stretches, int(ends[at + 1] - ends[at])
        for piece in stream.epoch(0, 0, place, shuffle=False):
            for first in range(0, min(left, piece.at_hand), size):
                taken = slice(first, min(first + size, left))
                some = replace(piece, stream=None).each(lambda array, taken=taken: array[taken])
                yield DrawnRows(place + first + np.arange(some.at_hand), some)
            place, left = place + piece.at_hand, left - piece.at_hand
            if left <= 0:
                break
