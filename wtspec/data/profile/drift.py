"""Whether a column of one part is distributed as that of the training rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wtspec.data.profile.summaries import missing, text_counts

_LARGE = 0.1
"""Distances below this matter little, however sure."""

_SURE = 1.95
"""Kolmogorov and Smirnov's bound: chance alone goes beyond it once in a thousand columns."""

_BEYOND = 3
"""Standard deviations beyond what chance gives on average: the same of categories."""

_MOST_ROWS = 100_000
_MOST_VALUES = 2**23
_TEXT = "OUS"


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a column of a part is from that of the training rows.

    Attributes:
        column: With the position in the row where rows are longer, `data[3]`, the farthest one.
        shift: The difference of the means in training standard deviations; None of text.
        distance: Of the distributions, 0 to 1: Kolmogorov and Smirnov's of numbers, the total
            variation of categories.
        unseen: The share of the rows whose text no training row has; 0 of numbers.
        is_large: Whether it is more than chance would give, and enough to matter.
    """

    column: str
    part: str
    shift: float | None
    distance: float
    unseen: float
    is_large: bool


def find_drift(name: str, part: str, train: np.ndarray, other: np.ndarray) -> Drift | None:
    """Compares a column; None where nothing can be told.

    Args:
        name: Of the column.
        part: What `other` is of.
        train: Of the training rows.
        other: Of the other rows.
    """
    if train.dtype.kind in _TEXT or other.dtype.kind in _TEXT:
        return _of_texts(name, part, train, other) if train.ndim == other.ndim == 1 else None
    if train.ndim == 1:
        return _of_numbers(name, part, train, other)
    wide = train.reshape(len(train), -1), other.reshape(len(other), -1)
    at = _farthest(*map(_some, wide))
    place = ", ".join(str(one) for one in np.unravel_index(at, train.shape[1:]))
    return _of_numbers(f"{name}[{place}]", part, wide[0][:, at], wide[1][:, at])


def _of_numbers(name: str, part: str, train: np.ndarray, other: np.ndarray) -> Drift | None:
    first, second = _sorted(train), _sorted(other)
    if not first.size or not second.size:
        return None
    points = np.concatenate([first, second])
    shares = [np.searchsorted(one, points, side="right") / len(one) for one in (first, second)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    with np.errstate(over="ignore", invalid="ignore"):
        std = first.std()
        shift = float((second.mean() - first.mean()) / std) if std > 0 else 0.0
    sure = distance > _SURE * np.sqrt(1 / len(first) + 1 / len(second))
    return Drift(name, part, shift, distance, 0.0, bool(sure and distance > _LARGE))


def _sorted(array: np.ndarray) -> np.ndarray:
    """The finite values, or as many of them, evenly spaced, as are enough."""
    values = np.sort(array[np.isfinite(array)].astype("float64"))
    return values[:: -(-len(values) // _MOST_ROWS) or 1]


def _some(wide: np.ndarray) -> np.ndarray:
    """As many rows, evenly spaced, as are held with ease as floats."""
    return wide[:: -(-wide.size // _MOST_VALUES) or 1]


def _farthest(train: np.ndarray, other: np.ndarray) -> int:
    """The position whose means are farthest from each other, in standard deviations."""
    with np.errstate(all="ignore"):
        std = np.nanstd(train, axis=0)
        shift = np.abs(np.nanmean(other, axis=0) - np.nanmean(train, axis=0)) / std
    return int(np.argmax(np.nan_to_num(np.where(std > 0, shift, 0.0))))


def _of_texts(name: str, part: str, train: np.ndarray, other: np.ndarray) -> Drift | None:
    first, second = (text_counts(one[~missing(one)]) for one in (train, other))
    sizes = sum(first.values()), sum(second.values())
    if not all(sizes):
        return None
    names = [*first, *(one for one in second if one not in first)]
    shares = [
        np.array([counts.get(one, 0) for one in names]) / size
        for counts, size in zip((first, second), sizes, strict=True)
    ]
    distance = float(np.abs(shares[0] - shares[1]).sum() / 2)
    both = (shares[0] * sizes[0] + shares[1] * sizes[1]) / sum(sizes)
    noise = np.sqrt(both * (1 - both) * (1 / sizes[0] + 1 / sizes[1]))
    by_chance = noise.sum() / np.sqrt(2 * np.pi)
    is_large = distance > _LARGE and distance > by_chance + _BEYOND * np.sqrt((noise**2).sum()) / 2
    unseen = sum(count for text, count in second.items() if text not in first) / sizes[1]
    return Drift(name, part, None, distance, unseen, bool(is_large))
