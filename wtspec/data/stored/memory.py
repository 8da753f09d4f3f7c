"""How much memory this process may still take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_GROUPS = (  # limit and use, of control groups of either version
    ("memory.max", "memory.current"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
)

_UNKNOWN = 1 << 32


def free_bytes() -> int:
    """What is free on the machine, and allowed by the limits of the process and its group."""
    return max(0, min(_limits()))


def _limits() -> Iterator[int]:
    yield _available()
    for limit, used in _GROUPS:
        with suppress(OSError, ValueError):  # there is no such group, or it has no limit
            group = Path("/sys/fs/cgroup")
            yield int((group / limit).read_text()) - int((group / used).read_text())
    with suppress(ImportError):  # of Unix alone
        import resource

        for kind, column in ((resource.RLIMIT_AS, 0), (resource.RLIMIT_DATA, 5)):
            most, _ = resource.getrlimit(kind)
            if most != resource.RLIM_INFINITY:
                yield most - _taken(column)


def _available() -> int:
    with suppress(OSError, ValueError, StopIteration):  # other systems than Linux
        lines = Path("/proc/meminfo").read_text().splitlines()
        line = next(line for line in lines if line.startswith("MemAvailable:"))
        return int(line.split()[1]) * 1024
    with suppress(AttributeError, ValueError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return _UNKNOWN


def _taken(column: int) -> int:
    """What the process has by now, as a limit counts it."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[column])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
