"""Learns the mean and the standard deviation of numbers."""

from __future__ import annotations

import numpy as np

from wtspec.data.learn.blocks import RowBlocks
from wtspec.data.learn.bounds import BoundsLearner

BlockSums = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""How many values are known, their scale, their mean and the squares around it, in that scale."""


class MomentsLearner:
    """Of each position of a row: missing and infinite values are not learned from.

    Blocks are summed each by itself, and joined in their order (Chan, Golub and LeVeque 1979).
    """

    def __init__(self) -> None:
        self._bounds = BoundsLearner()
        self._blocks = RowBlocks()
        self._sums: BlockSums | None = None

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        self._bounds.add(x)
        for block in self._blocks.cut(x):
            self._sums = _join_sums(self._sums, _sum_block(block))

    def state(self) -> dict:
        """`mean`, and `std`, which is 1 for a constant."""
        low, high = self._bounds.settled()
        rest = self._blocks.rest()
        sums = self._sums if rest is None else _join_sums(self._sums, _sum_block(rest))
        if sums is None:
            return {"mean": low.tolist(), "std": np.ones_like(low).tolist()}
        count, scale, mean, squares = sums
        deviation = np.sqrt(squares / np.maximum(count, 1)) * scale
        return {
            "mean": np.where(high > low, mean * scale, low).tolist(),
            "std": np.where((high > low) & (deviation > 0), deviation, 1.0).tolist(),
        }


def standardized(state: dict, x: np.ndarray) -> np.ndarray:
    """`(x - mean) / std`."""
    return (x - state["mean"]) / state["std"]


def _sum_block(x: np.ndarray) -> BlockSums:
    known = np.isfinite(x)
    largest = np.where(known, np.abs(x), 0.0).max(axis=0)
    is_odd = (largest > 1e100) | ((largest > 0) & (largest < 1e-100))
    scale = np.where(is_odd, largest, 1.0)  # else squares would be infinite, or 0
    count = known.sum(axis=0)
    mean = np.where(known, x / scale, 0.0).sum(axis=0) / np.maximum(count, 1)
    squares = np.square(np.where(known, x / scale - mean, 0.0)).sum(axis=0)
    return count, scale, mean, squares


def _join_sums(first: BlockSums | None, second: BlockSums) -> BlockSums:
    if first is None:
        return second
    scale = np.maximum(first[1], second[1])
    one, other = first[1] / scale, second[1] / scale
    count = first[0] + second[0]
    share = second[0] / np.maximum(count, 1)
    between = second[2] * other - first[2] * one
    squares = first[3] * one**2 + second[3] * other**2 + between**2 * first[0] * share
    return count, scale, first[2] * one + between * share, squares
