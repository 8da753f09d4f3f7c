"""Reads the lines of `metrics.jsonl`: an epoch each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from wtspec.train.numbers import Metrics

METRICS = "metrics.jsonl"
_OTHERS = ("epoch", "steps", "elapsed_seconds")


def read_lines(path: Path) -> list[str]:
    """The lines of the epochs, in order and each once; what is cut off or none ends them."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
    except FileNotFoundError:
        return []
    whole: list[str] = []
    for line in lines:
        if _epoch(line) != len(whole) + 1:
            break
        whole.append(line)
    return whole


def read_history(run: Path, epochs: int | None = None) -> list[Metrics]:
    """The metrics of a run's first epochs, or of all, as far as they are noted."""
    return [_metrics(line) for line in read_lines(run / METRICS)[:epochs]]


def read_elapsed(run: Path, epochs: int) -> list[float]:
    """The seconds until each of a run's first epochs ended; 0 where that is not said."""
    said = (json.loads(line).get("elapsed_seconds") for line in read_lines(run / METRICS)[:epochs])
    return [float(one) if isinstance(one, int | float) else 0.0 for one in said]


def _metrics(line: str) -> Metrics:
    """The metrics of an epoch; NaN for what JSON has no number for."""
    kept = cast("dict[str, float | None]", json.loads(line))
    return {
        name: float("nan") if value is None else value
        for name, value in kept.items()
        if name not in _OTHERS
    }


def _epoch(line: str) -> object:
    try:
        kept = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", kept).get("epoch") if isinstance(kept, dict) else None
