"""Does work ahead of whoever uses what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

One = TypeVar("One")


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
