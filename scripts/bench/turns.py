"""Takes ways to do the same thing in turn."""

import time
from collections.abc import Callable, Mapping


def least_seconds(ways: Mapping[str, Callable[[], object]], turns: int) -> dict[str, float]:
    """The least time of each way, which are taken in turn: what else the machine does falls on all.

    Args:
        ways: By name.
        turns: How often each is taken.
    """
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(turns):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            best[name] = min(best[name], time.perf_counter() - began)
    return best
