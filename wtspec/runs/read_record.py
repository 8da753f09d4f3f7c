"""Reads what a run has written of its metrics. Free of Keras."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from math import nan
from pathlib import Path
from typing import cast

from wtspec.errors import Diagnostic, SpecError
from wtspec.runs.checks.check_link import check_link
from wtspec.runs.metrics_lines import METRICS, read_history
from wtspec.train.numbers import Metrics

_NO_JSON = (OSError, ValueError, TypeError, RecursionError)


def history_of(folder: Path) -> list[Metrics]:
    """The metrics of each epoch that a run has ended so far; NaN where one was not finite.

    Raises:
        SpecError: `unreadable-file`, `outside-root`.
    """
    path = folder / METRICS
    check_link(path)
    try:
        return [_metrics(epoch) for epoch in read_history(folder)]
    except _NO_JSON as error:
        raise _unreadable(path, error) from error


def facts_of(folder: Path) -> dict[str, object]:
    """What `environment.json` says; of one that was never written or is damaged nothing."""
    with suppress(*_NO_JSON):
        kept = json.loads((folder / "environment.json").read_text("utf-8"))
        if isinstance(kept, dict):
            return cast("dict[str, object]", kept)
    return {}


def metrics_of(folder: Path) -> dict[str, Metrics]:
    """The metrics by part with which a run ended; none where it did not.

    Raises:
        SpecError: `unreadable-file`, `outside-root`.
    """
    path = folder / "environment.json"
    check_link(path)
    if not path.is_file():
        return {}
    try:
        facts = _mapping(json.loads(path.read_text("utf-8")))
        parts = _mapping(facts.get("metrics", {}))
        return {part: _metrics(_mapping(values)) for part, values in parts.items()}
    except _NO_JSON as error:
        raise _unreadable(path, error) from error


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError("an object is expected")
    return value  # pyright: ignore[reportUnknownVariableType]


def _metrics(values: Mapping[str, object] | Metrics) -> Metrics:
    return {name: _number(one) for name, one in values.items()}


def _number(value: object) -> float:
    if value is None:
        return nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("numbers are expected")
    return float(value)


def _unreadable(path: Path, error: Exception) -> SpecError:
    message = f"`{path}` can't be read as what a run has recorded: {error}"
    return SpecError(Diagnostic("unreadable-file", message))
