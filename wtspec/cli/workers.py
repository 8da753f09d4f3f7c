"""Shares work on many files among the machine's cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from wtspec.cli.signals import exit_at_once

Item = TypeVar("Item")
Result = TypeVar("Result")

ENOUGH = 48
"""Files that take longer than starting workers does."""

_FIRST = 8
"""Files worked on before: workers that are forked inherit what was imported and looked up."""


def map_items(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """`work` of each item, in their order; by several processes where it pays.

    Args:
        work: Can be pickled, as its results can.
    """
    workers = min(_cores(), len(items) // (ENOUGH // 2))
    if "jax" in sys.modules:  # its threads do not live on in a process that is forked
        workers = 1
    first = len(items) if len(items) < ENOUGH or workers < 2 else _FIRST
    yield from map(work, items[:first])
    if first < len(items):
        yield from _map_by_workers(work, items[first:], workers)


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _map_by_workers(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[Result]:
    import signal
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("fork" if sys.platform == "linux" else "spawn")
    chunk = max(1, len(items) // (workers * 8))
    if signal.getsignal(signal.SIGINT) is exit_at_once:  # workers must be told to end
        signal.signal(signal.SIGINT, signal.default_int_handler)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts)
    try:
        yield from pool.map(work, items, chunksize=chunk)
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leaves Ctrl-C to the process that started the workers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
