"""How long wtspec compiles: once more what was compiled before, and blocks upon blocks."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from scripts.bench.contender import RefusedError, contender
from scripts.bench.contenders import WTSPEC

STEPS = 10
FEW, MANY = 8, 96

Compiled = dict[str, list[float]]
"""Seconds of each time, by what was compiled."""


def measure_start(repeats: int) -> Compiled:
    """The transformer in a process that finds no cache, and in another that finds the first's."""
    found: Compiled = {"first start": [], "second start": []}
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            for seconds in found.values():
                seconds.append(_compile_seconds(Path(folder)))
    return found


def measure_scan(repeats: int) -> Compiled | str:
    """Transformers of few and many scanned blocks; or why there are none."""
    found: Compiled = {f"{depth} scanned blocks": [] for depth in (FEW, MANY)}
    try:
        for _ in range(repeats):
            for depth, seconds in zip((FEW, MANY), found.values(), strict=True):
                changes = (f"params.depth={depth}", "model.layers.blocks.scan=true")
                with tempfile.TemporaryDirectory() as folder:
                    seconds.append(_compile_seconds(Path(folder), changes))
    except RefusedError as error:
        return str(error)
    return found


def _compile_seconds(caches: Path, changes: Sequence[str] = ()) -> float:
    """What a first epoch takes beyond a second one."""
    with contender(WTSPEC, "transformer", STEPS, 2, caches, changes) as one:
        return one.train().seconds - one.train().seconds
