"""What the lines of metrics.jsonl tell: how many epochs there were, and the best of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

import msgspec

Line = dict[str, object]

FAULTS = (msgspec.DecodeError, ValueError, RecursionError)
"""What msgspec raises for bytes that are no JSON, no UTF-8 or nested without end."""

_MOST_EPOCHS = 1 << 53
_DEFAULT = ("val_loss", "loss")
_LESS_IS_BETTER = re.compile(
    r"loss|error|entropy|divergence|hinge|poisson|perplexity|cosh|false|mse|mae|mape|msle|kld"
)
_decode = msgspec.json.Decoder(dict[str, object]).decode


class BestEpoch(msgspec.Struct, frozen=True):
    """The best value that a metric had.

    Attributes:
        metric: Its name.
        value: Finite.
        epoch: The first that gave it.
    """

    metric: str
    value: float
    epoch: int


def read_lines(written: bytes) -> list[Line]:
    """The lines of epochs; what is no such line, as one that was cut short, is passed over."""
    lines: list[Line] = []
    for text in written.splitlines():
        with suppress(*FAULTS):
            line = _decode(text)
            if _epoch(line):
                lines.append(line)
    return lines


def last_epoch(lines: Sequence[Line]) -> int:
    """The last epoch that was trained to its end; 0 before the first."""
    return max(map(_epoch, lines), default=0)


def best_epoch(lines: Sequence[Line], asked: str | None) -> BestEpoch | None:
    """The best epoch by what `checkpoint.best` asks for, else by the loss.

    That of the validation rows goes before that of the training rows. Epochs whose value is no
    finite number are passed over.

    Args:
        lines: Of all epochs.
        asked: As `val_accuracy` or `max val_dice`; without `max` or `min`, the name tells whether
            less is better: that of a loss or an error.
    """
    *mode, metric = (asked or "").split() or [""]
    for name in (metric, *_DEFAULT):
        found = list(_values(lines, name))
        if found:
            more = mode == ["max"] if mode and name == metric else not _LESS_IS_BETTER.search(name)
            value, epoch = max(found, key=_first) if more else min(found, key=_first)
            return BestEpoch(name, value, epoch)
    return None


def _first(pair: tuple[float, int]) -> float:
    return pair[0]


def _values(lines: Sequence[Line], metric: str) -> Iterator[tuple[float, int]]:
    for line in lines:
        value = line.get(metric)
        if isinstance(value, int | float) and abs(value) <= sys.float_info.max:  # no nan either
            yield float(value), _epoch(line)


def _epoch(line: Line) -> int:
    """The number of a line's epoch; 0 where it has none."""
    number = line.get("epoch")
    return number if type(number) is int and 0 < number < _MOST_EPOCHS else 0
