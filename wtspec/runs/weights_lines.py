"""The lines of `weights.jsonl`: which weights there are, and how they lie after epochs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from wtspec.model.plan import Row
from wtspec.report.histogram import Histogram
from wtspec.report.quantity import rounded
from wtspec.runs.listing.epochs import FAULTS
from wtspec.runs.listing.read_end import read_whole
from wtspec.train.events import WeightsSeen

WEIGHTS_LINES = "weights.jsonl"
_MOST_BYTES = 1 << 26
Kind = TypeVar("Kind", bound=msgspec.Struct)


class TrackedWeight(msgspec.Struct, frozen=True):
    """A weight, as the first line tells it."""

    path: str
    shape: list[int]
    dtype: str
    initializer: str
    trainable: bool


class Look(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the weights lay once, in the order of the first line.

    Attributes:
        epoch: That had ended; 0 before the first step, None for the final weights.
        norms: None where one is not known or not finite.
        histograms: None, or none at all, where it was not looked.
    """

    norms: list[float | None]
    epoch: int | None = None
    histograms: list[Histogram | None] = []


class WeightLooks(msgspec.Struct, frozen=True):
    """All that the file tells."""

    weights: list[TrackedWeight]
    looks: list[Look]


class _Header(msgspec.Struct):
    weights: list[TrackedWeight]


def header_line(rows: Iterable[Row]) -> str:
    """The first line."""
    facts = [
        TrackedWeight(row.path, list(row.shape), row.dtype, row.initializer, row.trainable)
        for row in rows
    ]
    return _line(_Header(facts))


def look_line(paths: Iterable[str], seen: WeightsSeen, *, final: bool = False) -> str:
    """The line of a look; values are kept of the first and the final one alone.

    Args:
        paths: In the order of the first line.
        seen: What was seen.
        final: Whether the weights are those that the run ends with.
    """
    named = list(paths)
    norms = [rounded(seen.norms.get(path)) for path in named]
    keeps = final or seen.epoch == 0
    histograms = [_kept(seen.histograms, path) for path in named] if keeps else []
    return _line(Look(norms, None if final else seen.epoch, histograms))


def kept_lines(folder: Path, epochs: int) -> str:
    """The lines up to the end of an epoch, where a run goes on from there."""
    lines = read_whole(folder / WEIGHTS_LINES, _MOST_BYTES).splitlines()
    if not lines or _decoded(lines[0], _Header) is None:
        return ""
    kept = [line for line in lines[1:] if _is_until(line, epochs)]
    return "".join(f"{line.decode()}\n" for line in [*lines[:1], *kept])


def _is_until(line: bytes, epochs: int) -> bool:
    look = _decoded(line, Look)
    return look is not None and look.epoch is not None and look.epoch <= epochs


def read_looks(folder: Path) -> WeightLooks:
    """What the file of a run tells; nothing where there is none, or one that is no such file."""
    nothing = WeightLooks([], [])
    first, *lines = read_whole(folder / WEIGHTS_LINES, _MOST_BYTES).splitlines() or [b""]
    header = _decoded(first, _Header)
    if header is None:
        return nothing
    count = len(header.weights)
    found = (_decoded(line, Look) for line in lines)
    looks = [one for one in found if one is not None and _fits(one, count)]
    return WeightLooks(header.weights, looks)


def _fits(look: Look, count: int) -> bool:
    return len(look.norms) == count and len(look.histograms) in {0, count}


def _kept(histograms: Mapping[str, Histogram], path: str) -> Histogram | None:
    """That of a weight, if it has any values that can be shown."""
    found = histograms.get(path)
    if found is None or not found.counts:
        return None
    numbers = {
        name: rounded(getattr(found, name)) for name in ("low", "high", "mean", "std", "norm")
    }
    return None if None in numbers.values() else msgspec.structs.replace(found, **numbers)


def _line(record: msgspec.Struct) -> str:
    return f"{msgspec.json.encode(record).decode()}\n"


def _decoded(line: bytes, kind: type[Kind]) -> Kind | None:
    with suppress(*FAULTS):
        return msgspec.json.decode(line, type=kind)
    return None
