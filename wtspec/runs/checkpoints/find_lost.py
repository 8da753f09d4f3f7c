"""Tells whether numbers are numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from wtspec.model.mesh.exchange import Channel
from wtspec.model.mesh.hold import brought
from wtspec.model.mesh.parts import HeldParts, is_laid, own_parts

_AT_ONCE = 2**20
"""Numbers: a copy of a large array would take as much memory again."""

_CHANNEL = Channel("finite")


def is_finite(value: object) -> bool:
    """Whether no number of an array is NaN or infinite, in any of the processes."""
    return all(_CHANNEL.tell(all(map(_is_finite, _parts(value)))))


def find_lost_weight(arrays: Mapping[str, object], channel: Channel = _CHANNEL) -> str | None:
    """The path of the first weight of a state that is not finite, in any of the processes.

    Args:
        arrays: By name.
        channel: What processes tell each other by; in another thread, one of its own.
    """
    from wtspec.train.take_snapshot import is_weight

    names = [name for name in arrays if is_weight(name)]
    lost = (at for at, name in enumerate(names) if not all(map(_is_finite, _parts(arrays[name]))))
    first = min(channel.tell(next(lost, len(names))))
    return names[first].partition("/")[2] if first < len(names) else None


def _parts(value: object) -> Iterator[np.ndarray]:
    """What this process has of an array."""
    if isinstance(value, HeldParts):
        yield from value.parts.values()
    elif is_laid(value):
        for _, part in own_parts(value):
            yield np.asarray(brought({0: part})[0])
    else:
        yield np.asarray(value)


def _is_finite(array: np.ndarray) -> bool:
    if array.dtype.kind in "biu":
        return True
    flat = array.reshape(-1)
    blocks = (flat[at : at + _AT_ONCE] for at in range(0, flat.size, _AT_ONCE))
    return all(bool(np.isfinite(block.astype("float32")).all()) for block in blocks)
