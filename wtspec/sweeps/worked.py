"""How long a sweep was worked on, by what its workers have noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtspec.sweeps.marks import WORKER

if TYPE_CHECKING:
    from optuna import Study


def worked_seconds(study: Study) -> float:
    """The time during which any worker was at work, that of several at once counted once.

    Pauses between a stop and going on count for nothing.
    """
    spans = sorted(_spans(study.user_attrs))
    seconds = end = 0.0
    for began, ended in spans:
        seconds += max(0.0, ended - max(began, end))
        end = max(end, ended)
    return seconds


def _spans(noted: dict[str, Any]) -> list[tuple[float, float]]:
    """From when to when each worker was at work, in seconds since 1970."""
    found = [one for name, one in noted.items() if name.startswith(WORKER)]
    return [(float(one["began"]), float(one["seen"])) for one in found]
