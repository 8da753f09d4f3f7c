"""Gathers what a model gives for the rows that are looked at, and which of them it is worst at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wtspec.data.rows import Arrays, Rows, by_name
from wtspec.runs.outcomes.draw_rows import DrawnRows
from wtspec.runs.outcomes.pair_targets import paired

if TYPE_CHECKING:
    from wtspec.runs.outcomes.look import Look, Looked

_MOST_ROW_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class WorstRow:
    """A row with a high loss.

    Attributes:
        at: Its place among the rows that were looked at.
        place: Within the part, from 0.
        inputs: Of this row alone, as the model is given them; none of a row that is large.
    """

    loss: float
    at: int
    place: int
    inputs: Arrays


@dataclass(slots=True)
class Gathered:
    """What was found for one output, a piece after the other.

    Attributes:
        most: How many of the worst rows are kept.
        targets: Labels where classes are predicted; else as the loss is given them.
        predicted: See `Looked`.
        certainty: Likewise.
        counts: Which positions count, in the shape of what is predicted.
        worst: From the highest loss on.
        has_losses: Whether the loss of each row could be told.
        fits: Whether there is a target for each prediction.
        rows: How many were looked at and count.
        classes: How many there are, where classes are predicted.
    """

    most: int
    targets: list[np.ndarray] = field(default_factory=list[np.ndarray])
    predicted: list[np.ndarray] = field(default_factory=list[np.ndarray])
    certainty: list[np.ndarray] = field(default_factory=list[np.ndarray])
    counts: list[np.ndarray] = field(default_factory=list[np.ndarray])
    worst: list[WorstRow] = field(default_factory=list[WorstRow])
    has_losses: bool = True
    fits: bool = True
    rows: int = 0
    classes: int = 0
    _seen: int = 0

    def add(self, looked: Looked, target: np.ndarray, drawn: DrawnRows) -> None:
        """Adds what was found for some rows."""
        is_label = looked.certainty is not None
        fitting = _fitting(target, looked.predicted.shape, is_label=is_label)
        self.fits = self.fits and fitting is not None
        masks = [*looked.masks]
        if drawn.rows.weights is not None:
            masks.append(drawn.rows.weights > 0)
        counts = _all_of(masks, looked.predicted.shape)
        self.rows += int(counts.reshape(len(counts), -1).any(axis=1).sum())
        if fitting is not None:
            self.targets.append(fitting)
            self.predicted.append(looked.predicted)
            self.counts.append(counts)
            if is_label:
                self.certainty.append(looked.certainty)
                self.classes = int(looked.classes[0])
        self.has_losses = self.has_losses and looked.losses is not None
        if looked.losses is not None:
            self._offer(_row_losses(looked.losses, masks), drawn)
        self._seen += len(drawn.places)

    def _offer(self, losses: np.ndarray, drawn: DrawnRows) -> None:
        """Keeps the worst of some rows, if they are worse than those that are kept."""
        least = self.worst[-1].loss if len(self.worst) == self.most else -np.inf
        known = np.flatnonzero(np.isfinite(losses) & (losses > least))
        order = known[np.argsort(-losses[known], kind="stable")][: self.most]
        new = [
            WorstRow(
                float(losses[at]), self._seen + int(at), int(drawn.places[at]), _row(drawn.rows, at)
            )
            for at in order
        ]
        self.worst = sorted([*self.worst, *new], key=lambda one: -one.loss)[: self.most]


def gather(look: Look, drawn: Iterator[DrawnRows], most: int) -> dict[str, Gathered]:
    """What a model gives for rows, by output.

    Args:
        look: Asks the model.
        drawn: The rows.
        most: How many of the worst are kept.
    """
    found: dict[str, Gathered] = {}
    for one in drawn:
        seen, targets = look(one.rows), one.rows.targets
        pairs = {} if targets is None else paired(targets, seen)
        for output, target in pairs.items():
            if output in seen:
                found.setdefault(output, Gathered(most)).add(seen[output], target, one)
    return found


def _row(rows: Rows, at: int) -> Arrays:
    if sum(array[:1].nbytes for array in by_name(rows.inputs).values()) > _MOST_ROW_BYTES:
        return {}
    taken = {name: array[at].copy() for name, array in by_name(rows.inputs).items()}
    return taken if isinstance(rows.inputs, dict) else taken[""]


def _fitting(target: np.ndarray, shape: tuple[int, ...], *, is_label: bool) -> np.ndarray | None:
    """A target in the shape of what is predicted; None where it has another."""
    if is_label and target.ndim == len(shape) + 1 and target.shape[-1] > 1:
        target = np.argmax(target, axis=-1)
    if target.size != np.prod(shape, dtype=int):
        return None
    return np.reshape(target, shape)


def _all_of(masks: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    """What all masks let through; those of other positions than are predicted say nothing."""
    passed = np.ones(shape, bool)
    for mask in masks:
        wide = _widened(mask, shape)
        if wide is not None:
            passed &= wide
    return passed


def _widened(mask: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
    while mask.ndim > len(shape) and mask.shape[-1] == 1:
        mask = mask[..., 0]
    mask = mask.reshape(*mask.shape, *(1,) * (len(shape) - mask.ndim))
    fits = mask.ndim == len(shape) and all(
        size in (1, wanted) for size, wanted in zip(mask.shape, shape, strict=True)
    )
    return mask.astype(bool) if fits else None


def _row_losses(losses: np.ndarray, masks: list[np.ndarray]) -> np.ndarray:
    """The mean over the positions of each row that count; NaN where none does."""
    counts = _all_of(masks, losses.shape).reshape(len(losses), -1)
    wide = losses.astype("float64").reshape(len(losses), -1)
    several = counts.sum(axis=1)
    total = np.where(counts, wide, 0).sum(axis=1)
    return np.divide(total, several, out=np.full(len(losses), np.nan), where=several > 0)
