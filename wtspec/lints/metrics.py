"""Metrics that do not fit the loss beside them."""

from __future__ import annotations

from wtspec.catalog import facts
from wtspec.errors import Related
from wtspec.lints.forms import is_squashed, single_unit
from wtspec.lints.outputs import Output
from wtspec.lints.subject import Subject, warn
from wtspec.program.answers.entropies import Entropy, entropy
from wtspec.program.declared import Use
from wtspec.program.training import Measure

SHAPED = {"binary": "a target for each unit", "vectors": "a target for each class"}


def lint_metrics(subject: Subject) -> None:
    """`metric-mismatch`."""
    for output in subject.outputs:
        for metric in output.metrics:
            if output.loss is not None and isinstance(metric.value, Use):
                _check(subject, output, output.loss, metric.value)


def _check(subject: Subject, output: Output, loss: Measure, metric: Use) -> None:
    criterion = entropy(loss, subject.program)
    if criterion is not None:
        fault = _beside_entropy(criterion, metric, output)
    else:
        fault = _beside_distance(loss, metric, output)
    if fault is not None:
        message, help = fault
        related = (Related("the loss", loss.span),)
        warn(subject, "metric-mismatch", message, metric.span, help=help, related=related)


def _beside_distance(loss: Measure, metric: Use, output: Output) -> tuple[str, str] | None:
    """Classes may well be learned by their distance, but then as probabilities."""
    name = loss.value.name if isinstance(loss.value, Use) else ""
    unsure = not output.steps or any(is_squashed(step) for step in output.steps)
    if facts(name).compares != "numbers" or not _is_of_classes(metric.name) or unsure:
        return None
    return (
        f"`{metric.name}` is a metric of classes, but `{name}` is a loss of numbers",
        "take a metric of numbers, such as `MeanAbsoluteError`, or a loss of classes",
    )


def _is_of_classes(metric: str) -> bool:
    return facts(metric).compares not in ("numbers", None)


def _beside_entropy(loss: Entropy, metric: Use, output: Output) -> tuple[str, str] | None:
    name = metric.name
    if name == "Accuracy":
        return (
            "`Accuracy` counts outputs that are equal to their targets, which no score is",
            "write `accuracy`",
        )
    if loss.labels == "numbers":
        return _beside_sparse(loss, name)
    if facts(name).compares == "labels":
        dense = name.removeprefix("Sparse")
        return (
            f"`{name}` expects class numbers, but `{loss.name}` takes {SHAPED[loss.labels]}",
            f"write `{dense if loss.labels == 'vectors' else 'BinaryAccuracy'}`",
        )
    return _beside_logits(loss, metric, output) if loss.from_logits else None


def _beside_sparse(loss: Entropy, name: str) -> tuple[str, str] | None:
    if facts(name).compares not in ("one_hot", "scores", "numbers"):
        return None
    sparse = f"Sparse{name}"
    return (
        f"`{name}` expects a target for each unit, but `{loss.name}` takes class numbers",
        f"write `{sparse}`"
        if facts(sparse).compares == "labels"
        else "take `accuracy`, or leave it out",
    )


def _beside_logits(loss: Entropy, metric: Use, output: Output) -> tuple[str, str] | None:
    name, given = metric.name, {argument for argument, _ in metric.arguments}
    compares = facts(name).compares
    if compares == "numbers":
        return (
            f"`{name}` compares targets with logits, as `{loss.name}` takes them",
            "end the model with what makes probabilities, and leave out `from_logits`",
        )
    if loss.labels != "binary" or given & {"threshold", "thresholds", "from_logits"}:
        return None
    if compares == "scores" or (compares == "shapes" and single_unit(output.steps)):
        return (
            f"`{name}` expects probabilities, but the loss `{loss.name}` takes logits",
            _with_logits(name),
        )
    return None


def _with_logits(name: str) -> str:
    if name == "AUC":
        return "write `{AUC: {from_logits: true}}`"
    if facts(name).compares == "shapes" or name == "BinaryAccuracy":
        return "write `{BinaryAccuracy: {threshold: 0}}`"
    return "end the model with `sigmoid`, and leave out `from_logits`"
