"""Which part of the machine a worker gets that is one of several."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_MEMORY = "XLA_PYTHON_CLIENT_MEM_FRACTION"
_DEVICES = "CUDA_VISIBLE_DEVICES"
_USED = 0.9
"""Of a GPU's memory, by all workers together."""


def surroundings_of(worker: int, workers: int, given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a worker: GPUs of its own, or a share of one's memory.

    Args:
        worker: Its number, from 0.
        workers: How many there are.
        given: The environment of who starts it.
    """
    own = dict(given)
    devices = given[_DEVICES].split(",") if given.get(_DEVICES) else _gpus()
    if not devices:
        return own
    if len(devices) >= workers:
        own[_DEVICES] = ",".join(devices[worker::workers])
        return own
    own[_DEVICES] = devices[worker % len(devices)]
    together = -(-workers // len(devices))
    own.setdefault(_MEMORY, f"{_USED / together:.3f}")
    return own


def _gpus() -> list[str]:
    """NVIDIA's, by number, in the order of their files."""
    files = Path("/dev").glob("nvidia[0-9]*") if os.name == "posix" else ()
    return sorted((one.name.removeprefix("nvidia") for one in files), key=int)
