"""A run, and a list of runs, as notebooks show them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wtspec.errors.render.html import block, folded, heading, link, table
from wtspec.report.curve import curves
from wtspec.report.quantity import in_short
from wtspec.runs.listing.summary import RunSummary
from wtspec.train.numbers import Metrics

_LAST_EPOCHS = 5
_CURVE_WIDTH = 32


def run_as_html(
    folder: Path, state: str, history: Sequence[Metrics], metrics: Mapping[str, Metrics]
) -> str:
    """Its final metrics, curves and last epochs, and a link to its page.

    Args:
        folder: The run's own, which may be gone.
        state: In a word.
        history: Of each epoch.
        metrics: Of the final weights, by part.
    """
    epochs = f"{len(history):,} {'epoch' if len(history) == 1 else 'epochs'}"
    parts = [heading("run", str(folder), f"{state}, {epochs}")]
    if metrics:
        names = _names(metrics.values())
        rows = [(part, *_cells(values, names)) for part, values in metrics.items()]
        parts.append(table(("", *names), rows, range(1, len(names) + 1)))
    if history:
        parts += [_curves(history), folded("last epochs", _epochs(history))]
    page = folder / "report.html"
    if page.is_file():
        parts.append(link(os.path.relpath(page), "report.html"))
    return "".join(parts)


def runs_as_html(runs: Sequence[RunSummary]) -> str:
    """A row for each run."""
    head = ("run", "state", "epochs", "best", "at epoch", "spec")
    rows = [
        (
            str(run.path),
            run.state,
            f"{run.epochs}/{'?' if run.planned_epochs is None else run.planned_epochs}",
            "" if run.best is None else f"{run.best.metric} {in_short(run.best.value)}",
            "" if run.best is None else str(run.best.epoch),
            run.spec,
        )
        for run in runs
    ]
    return table(head, rows, right=(2, 4)) if rows else block("no runs")


def _curves(history: Sequence[Metrics]) -> str:
    """Each metric beside that of the validation rows, on one scale."""
    names = dict.fromkeys(name.removeprefix("val_") for name in _names(history))
    rows: list[tuple[str, ...]] = []
    for name in names:
        pairs = [(one.get(name), one.get(f"val_{name}")) for one in history]
        train, validation = curves(pairs, _CURVE_WIDTH)
        rows.append((name, train, validation))
    head = ("over epochs", "train", "validation")
    if not any(row[2] for row in rows):
        return table(head[:2], [row[:2] for row in rows])
    return table(head, rows)


def _epochs(history: Sequence[Metrics]) -> str:
    last = list(enumerate(history, 1))[-_LAST_EPOCHS:]
    names = _names(one for _, one in last)
    rows = [(f"{epoch:,}", *_cells(one, names)) for epoch, one in last]
    return table(("epoch", *names), rows, range(len(names) + 1))


def _names(metrics: Iterable[Metrics]) -> list[str]:
    return list(dict.fromkeys(name for one in metrics for name in one))


def _cells(metrics: Metrics, names: Iterable[str]) -> list[str]:
    return [in_short(metrics[name]) if name in metrics else "" for name in names]
