"""Does work ahead of whoever uses what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
One = TypeVar("One")

_SIDE_BY_SIDE = 2
"""Pieces that are read at once: one is asked for while another is on its way."""


def ahead(make: Callable[[int], One], first: int, count: int) -> Iterator[One]:
    """What `make` gives for `first` and the numbers after it; the next while one is in use.

    Args:
        make: Is called in another thread, in order.
        first: The first number.
        count: The number after the last.
    """
    import grain

    options = grain.ReadOptions(num_threads=1, prefetch_buffer_size=1)
    return iter(grain.MapDataset.range(first, count).map(make).to_iter_dataset(options))


def each(
    make: Callable[[Given], One], several: Sequence[Given], *, side_by_side: bool
) -> Iterator[One]:
    """What `make` gives for each of several things, in their order.

    Args:
        make: Is called in threads.
        several: What it is called with.
        side_by_side: Whether it may be called again before it has given something.
    """
    if not side_by_side:
        yield from map(make, several)
        return
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        yield from pool.map(make, several)
