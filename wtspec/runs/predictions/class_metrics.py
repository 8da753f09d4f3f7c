"""Metrics that give a number for each class, under the names of the classes."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.data.class_weights import text_of
from wtspec.data.labels.labels import Labels
from wtspec.program.program import Program
from wtspec.resolve.metric_names import reported_name
from wtspec.train.numbers import Metrics


def named_metrics(program: Program, labels: Mapping[str, Labels], metrics: Metrics) -> Metrics:
    """Metrics by name, `f1_score_Adelie` in the place of `f1_score_0`.

    Args:
        program: Declares the metrics.
        labels: The classes of each output whose targets look them up.
        metrics: As they are measured.
    """
    names = dict(zip(metrics, metrics, strict=True))
    measured = program.training.each_metric if program.training is not None else ()
    for output, measure in measured:
        name = reported_name(measure)
        for stem in {name, f"{output}_{name}"}:
            if output in labels and stem not in metrics:
                names |= _by_class(stem, labels[output], metrics)
    return {names[name]: value for name, value in metrics.items()}


def _by_class(stem: str, labels: Labels, metrics: Metrics) -> dict[str, str]:
    """The names of a metric's numbers, where there is one for each class."""
    count = labels.first + len(labels.names)
    given = [f"{stem}_{label}" for label in range(count)]
    if any(name not in metrics for name in given) or f"{stem}_{count}" in metrics:
        return {}
    named = {name: labels.name(label) for label, name in enumerate(given)}
    wanted = {name: f"{stem}_{text_of(one)}" for name, one in named.items() if one is not None}
    others = set(metrics) - set(given)
    return wanted if not others & set(wanted.values()) else {}
