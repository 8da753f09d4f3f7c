"""What became of each weight, from the looks that were taken at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wtspec.graph import Graph
from wtspec.report.histogram import Histogram
from wtspec.report.report import ReportWeight
from wtspec.runs.weights_lines import Look, WeightLooks

MOST_NORMS = 100_000
"""Of all weights together: a page is opened as a whole."""

MOST_HISTOGRAMS = 2_500
"""Weights whose values are shown by bins."""

_FEWEST = 8
_NUMBER = re.compile(r"(?<=/)[0-9]+(?=/)", re.ASCII)


def weights_of(seen: WeightLooks, graph: Graph | None) -> list[ReportWeight]:
    """Each weight, with the statement that makes it where a layer of the file declares it."""
    lines = dict(_lines(graph)) if graph is not None else {}
    looks = [look for look in seen.looks if look.epoch is not None]
    first = next((look for look in looks if look.epoch == 0 and look.histograms), None)
    last = next((look for look in reversed(seen.looks) if look.epoch is None), None)
    shown = _thinned(looks, len(seen.weights))
    before, after = _bins(first, len(seen.weights)), _bins(last, len(seen.weights))
    return [
        ReportWeight(
            path=facts.path,
            shape=facts.shape,
            dtype=facts.dtype,
            initializer=facts.initializer,
            trainable=facts.trainable,
            line=_line(lines, facts.path),
            before=before[at],
            after=after[at],
            epochs=[look.epoch for look in shown if look.epoch is not None],
            norms=[look.norms[at] for look in shown],
        )
        for at, facts in enumerate(seen.weights)
    ]


def _bins(look: Look | None, weights: int) -> list[Histogram | None]:
    if look is None or not look.histograms or weights > MOST_HISTOGRAMS:
        return [None] * weights
    return look.histograms


def _thinned(looks: list[Look], weights: int) -> list[Look]:
    most = max(_FEWEST, MOST_NORMS // (weights or 1))
    every = -(-len(looks) // most) or 1
    return [look for at, look in enumerate(looks) if at % every == 0 or at == len(looks) - 1]


def _line(lines: Mapping[str, str], path: str) -> str:
    return lines.get(path) or lines.get(_NUMBER.sub("*", path), "")


def _lines(graph: Graph) -> Iterator[tuple[str, str]]:
    """The statement that makes a weight, by its path; those of repeated layers have a `*`."""
    for weight in graph.weights:
        yield weight.path, weight.line
    for node in graph.nodes:
        for weight in node.weights:
            yield weight.path, weight.line
        if node.inner is not None:
            yield from _lines(node.inner)
