"""Learns where to cut numbers, so that each bin holds as many training rows."""

from __future__ import annotations

import numpy as np

from wtspec.data.learn.sample import RowSample


class BinsLearner:
    """The edges between bins, for each position of a row; equal ones are one."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._sample = RowSample()

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        self._sample.add(x)

    def state(self) -> dict:
        """`edges` of all positions, one after the other, and the `counts` of each."""
        shares = np.linspace(0, 1, self._count + 1)
        inner = [np.unique(one)[1:-1] for one in self._sample.quantiles(shares)]
        edges = [edge for one in inner for edge in one.tolist()]
        return {"edges": edges, "counts": [len(one) for one in inner]}


def bin_index(state: dict, x: np.ndarray) -> np.ndarray:
    """The bin of each number as int32, from 1; 0 for a missing one."""
    edges = np.split(state["edges"], np.cumsum(state["counts"])[:-1])
    flat = x.reshape(len(x), len(edges))
    index = np.zeros(flat.shape, "int32")
    for at, own in enumerate(edges):
        index[:, at] = np.searchsorted(own, flat[:, at], side="right") + 1
    return np.where(np.isnan(x), 0, index.reshape(x.shape)).astype("int32")
