"""A list of runs as text for people and as JSON for machines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from wtspec.errors.render import json_text
from wtspec.errors.visible import columns
from wtspec.report.quantity import in_largest_unit, in_short
from wtspec.report.tables import align
from wtspec.runs.listing.summary import RunSummary

_HEAD = ("run", "state", "epochs", "best (epoch)", "age", "spec")
_WIDEST = 48


def runs_as_text(runs: Sequence[RunSummary], now: float, width: int | None = None) -> str:
    """A line for each run.

    Args:
        runs: At least one.
        now: In seconds since 1970.
        width: Of the terminal; None where lines may be of any length.
    """
    rows = [_HEAD, *(_row(run, now) for run in runs)]
    flat = align(rows, right=(2, 4))
    if width is None or max(map(columns, flat.split("\n"))) <= width:
        return flat
    if all(run.spec == run.path.absolute().parent.name for run in runs):
        rows = [row[:-1] for row in rows]  # the paths say it
    return align(rows, right=(2, 4), width=width, cuts=(5, 0) if len(rows[0]) > 5 else (0,))


def runs_as_json(runs: Sequence[RunSummary], now: float) -> str:
    """A list with an object for each run; what is not known is null."""
    return json_text([_object(run, now) for run in runs])


def _row(run: RunSummary, now: float) -> tuple[str, ...]:
    return (
        str(run.path),
        run.state,
        f"{run.epochs}/{'?' if run.planned_epochs is None else run.planned_epochs}",
        _best(run),
        "" if run.changed is None else in_largest_unit(now - run.changed),
        _cut(run.spec),
    )


def _best(run: RunSummary) -> str:
    best = run.best
    return "" if best is None else f"{_cut(best.metric)} {in_short(best.value)} ({best.epoch})"


def _cut(name: str) -> str:
    """A name that makes no column as wide as a broken file would have it."""
    return name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…"


def _object(run: RunSummary, now: float) -> dict[str, object]:
    best, changed = run.best, run.changed
    return {
        "path": str(run.path),
        "spec": run.spec,
        "state": run.state,
        "epochs": run.epochs,
        "planned_epochs": run.planned_epochs,
        "best": best and {"metric": best.metric, "value": best.value, "epoch": best.epoch},
        "changed": None if changed is None else _moment(changed),
        "age_seconds": None if changed is None else round(max(0.0, now - changed), 3),
    }


def _moment(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):  # a file system may say anything
        return None
