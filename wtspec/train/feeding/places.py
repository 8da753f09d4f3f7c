"""Where the rows of a stretch lie in the memory that goes to the devices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wtspec.data.share import Share


class RowPlaces(NamedTuple):
    """Way after way, for each of its batches as many places as one may have rows there.

    Attributes:
        rows: For each place, the row of the stretch that lies there; some own one where none does.
        own: The places of the process's rows, in the order of the rows.
    """

    rows: np.ndarray
    own: np.ndarray


def find_places(share: Share, first: int, count: int, batches: int) -> RowPlaces:
    """The places of some rows that follow each other in an epoch.

    Args:
        share: How batches are divided, and which of the rows are here.
        first: How many rows of the epoch come before; they are whole batches.
        count: How many rows.
        batches: That there is room for.
    """
    if share.ways == 1:
        return RowPlaces(np.arange(batches * share.size) % count, np.arange(count))
    owned = np.flatnonzero(share.owns(first, count))
    batch, way, place = share.places(first + owned)
    nth = np.searchsorted(share.own, way) * batches + batch - first // share.size
    own = nth * share.width + place
    rows = np.full(len(share.own) * batches * share.width, owned[0] if len(owned) else 0)
    rows[own] = owned
    return RowPlaces(rows, own)
