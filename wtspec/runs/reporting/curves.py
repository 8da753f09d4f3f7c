"""The curves of a training, from the lines that it wrote an epoch each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtspec.report.quantity import rounded
from wtspec.report.report import Curves
from wtspec.runs.listing.epochs import Line

MOST_EPOCHS = 1000
"""A curve has no more pixels."""


_OTHERS = ("epoch", "steps", "elapsed_seconds")


def curves_of(lines: Sequence[Line], lengths: Mapping[str, int], best: int | None) -> Curves:
    """The metrics over the epochs.

    Args:
        lines: Of `metrics.jsonl`, by epochs.
        lengths: Those of the training, by name.
        best: An epoch that is shown whatever is left out.
    """
    shown = _thinned(lines, best)
    names = dict.fromkeys(name for line in lines for name in line if name not in _OTHERS)
    return Curves(
        epochs=[_whole(line, "epoch") for line in shown],
        series={name: [rounded(line.get(name)) for line in shown] for name in names},
        elapsed_seconds=[rounded(line.get("elapsed_seconds")) or 0.0 for line in shown],
        rows_per_second=_speeds(shown, lengths),
    )


def _thinned(lines: Sequence[Line], best: int | None) -> list[Line]:
    """The first and the last epoch, the best, and others of equal distance."""
    every = -(-len(lines) // MOST_EPOCHS) or 1
    last = len(lines) - 1
    return [
        line
        for at, line in enumerate(lines)
        if at % every == 0 or at == last or line.get("epoch") == best
    ]


def _speeds(lines: Sequence[Line], lengths: Mapping[str, int]) -> list[float | None]:
    """Rows a second since the epoch before; of the first, whose time compiling took, None."""
    rows, steps = lengths.get("train_rows", 0), lengths.get("steps_per_epoch", 0)
    speeds: list[float | None] = [None] * len(lines)
    for at in range(1, len(lines)):
        before, after = lines[at - 1], lines[at]
        seconds = (rounded(after.get("elapsed_seconds")) or 0.0) - (
            rounded(before.get("elapsed_seconds")) or 0.0
        )
        taken = _whole(after, "steps") - _whole(before, "steps")
        if seconds > 0 and steps > 0 and taken > 0:
            speeds[at] = rounded(rows * taken / steps / seconds)
    return speeds


def _whole(line: Line, name: str) -> int:
    value = line.get(name)
    return value if type(value) is int else 0
