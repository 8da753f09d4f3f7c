"""How much memory there can be: who takes more is killed by the system, and can't say why."""

from __future__ import annotations

import re
from pathlib import Path

_PROCESS = Path("/proc/self")
_GROUPS = Path("/sys/fs/cgroup")
_LIMITS = {
    "": (_GROUPS, "memory.max"),
    "memory": (_GROUPS / "memory", "memory.limit_in_bytes"),
}
"""Where control groups have their limits: in the second version of these, and in the first."""


def room_bytes(devices: int = 1) -> int | None:
    """What arrays that are yet to be made can take of each device; None where nobody tells.

    Never less than what there is: other processes may end, and free theirs.

    Args:
        devices: How many of this process's are in use. Where they are the CPU, they share its
            memory.
    """
    import jax

    used = jax.local_devices()[:devices]
    if used[0].platform == "cpu":
        room = _host_bytes()
        return None if room is None else room // devices
    stats = [device.memory_stats() or {} for device in used]
    if not all("bytes_limit" in one for one in stats):
        return None
    return min(one["bytes_limit"] - one["bytes_in_use"] for one in stats)


def _host_bytes() -> int | None:
    """What Linux can give this process, beside what it has."""
    try:
        machine, own = _sizes(Path("/proc/meminfo")), _sizes(_PROCESS / "status")
        most = min([machine["MemTotal"], *_group_limits()]) + machine["SwapTotal"]
        return min([most - own["RssAnon"], *_addresses(own["VmSize"])])
    except (OSError, KeyError):
        return None


def _sizes(file: Path) -> dict[str, int]:
    """A table of the system's, in bytes."""
    found = re.findall(r"^(\w+):\s+([0-9]+) kB", file.read_text("utf-8"), re.MULTILINE)
    return {name: int(kib) * 1024 for name, kib in found}


def _group_limits() -> list[int]:
    """Of the control groups that the process is in: its own, and those round it."""
    found: list[int] = []
    groups = _PROCESS / "cgroup"
    for line in groups.read_text("utf-8").splitlines() if groups.exists() else ():
        _, kinds, path = line.split(":", 2)
        named = _LIMITS.get("memory" if "memory" in kinds.split(",") else kinds)
        if named is not None:
            top, name = named
            own = top / path.strip("/")
            found += [size for group in (own, *own.parents) for size in _number(group / name)]
    return found


def _number(file: Path) -> list[int]:
    try:
        return [int(file.read_text("ascii"))]
    except (OSError, ValueError):  # there is none, or it says `max`
        return []


def _addresses(taken: int) -> list[int]:
    """What is left of `ulimit -v`; XLA ends the process where that is passed."""
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return [] if limit == resource.RLIM_INFINITY else [max(0, limit - taken)]
