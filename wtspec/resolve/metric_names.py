"""Checks the names under which metrics are reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from wtspec.catalog import component
from wtspec.document import Scalar
from wtspec.errors import Related, Span, one_of
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Use
from wtspec.program.training import Measure, Training
from wtspec.program.walk import in_blocks
from wtspec.resolve.context import Context
from wtspec.spec.names import NAME, is_reserved

TAKEN = {
    "loss": "the loss",
    "epoch": "the number of the epoch",
    "steps": "the steps taken",
    "elapsed_seconds": "the time taken",
    "learning_rate": "the learning rate",
}
"""What a run reports by itself."""

_VALIDATION = "val_"


def check_name(context: Context, key: Scalar, kind: Literal["loss", "metric"]) -> None:
    """Notes a name that the file gives a loss or metric and that is none, or means another one."""
    name = key.text
    if NAME.fullmatch(name) is None or is_reserved(name):
        context.report.error(
            "invalid-name",
            f"`{name}` can't be the name of a {kind}",
            key.span,
            expected="letters, digits and `_`, starting with a letter, and no reserved word",
        )
    elif kind == "metric" and component("metric", name) is not None:
        context.report.error(
            "reserved-metric",
            f"`{name}` is the name of a metric of Keras",
            key.span,
            expected="another name",
            help=f"`my_{name}` would do; Keras's own is written `{name}`, without a value",
        )


def check_reported(
    context: Context, training: Training, outputs: tuple[str, ...], layers: tuple[Layer, ...]
) -> None:
    """Notes names that are reported anyway, and two values under one name.

    Args:
        outputs: The outputs that have targets; none where there is one, without a name.
        layers: All of the program's, the model among them.
    """
    if len(outputs) > 1:
        for one in training.metrics:
            if isinstance(one, Measure):
                _report_outputs(context, one, outputs)
                return
    seen: dict[str, Span] = {}
    for name, span in (*_compiled(training, outputs), *_added(layers)):
        if name in TAKEN or name.startswith(_VALIDATION):
            _report_reserved(context, name, span)
        elif name in seen:
            context.report.error(
                "duplicate-metric",
                f"two metrics are reported as `{name}`",
                span,
                expected="a name for each",
                help=f"a metric is given a name as in `{{other_{name}: …}}`",
                related=(Related("the first", seen[name]),),
            )
        else:
            seen[name] = span


def _report_outputs(context: Context, measure: Measure, outputs: tuple[str, ...]) -> None:
    context.report.error(
        "metric-outputs",
        "nothing says which of the model's outputs this metric measures",
        measure.span,
        expected=f"a mapping with the keys {one_of(outputs)}",
        help=f"write `{{{outputs[0]}: …}}`",
    )


def _report_reserved(context: Context, name: str, span: Span) -> None:
    what = TAKEN.get(name, "what is measured on validation rows")
    begins = name not in TAKEN
    context.report.error(
        "reserved-metric",
        f"names that begin with `{_VALIDATION}` are those of {what}"
        if begins
        else f"`{name}` is where a run reports {what}",
        span,
        expected="another name",
    )


def reported_name(measure: Measure) -> str:
    """The name under which Keras reports a metric, without that of its output."""
    if measure.name is not None or not isinstance(measure.value, Use):
        return measure.name or ""
    use = measure.value
    if use.alias is not None or isinstance(use.component, str):
        return use.alias or use.name
    named = use.component.parameter("name")
    default = named.default if named is not None else None
    return default if isinstance(default, str) else use.component.alias or use.name


def reported_names(
    training: Training, outputs: tuple[str, ...], layers: tuple[Layer, ...]
) -> tuple[str, ...]:
    """What a training reports each epoch of its training rows.

    Args:
        outputs: The outputs that have targets; none where there is one, without a name.
        layers: All of the program's, the model among them.
    """
    names = (name for name, _ in (*_compiled(training, outputs), *_added(layers)))
    return ("loss", *dict.fromkeys(names))


def _compiled(training: Training, outputs: tuple[str, ...]) -> Iterator[tuple[str, Span]]:
    """The names of compiled metrics, and of the losses of several outputs."""
    several = len(outputs) > 1
    if several and isinstance(training.loss, tuple):
        for name, one in training.loss:
            yield f"{name}_loss", one.span
    for output, measure in training.each_metric:
        own = f"{output}_" if several and output else ""
        yield f"{own}{reported_name(measure)}", measure.named or measure.span


def _added(layers: tuple[Layer, ...]) -> Iterator[tuple[str, Span]]:
    """The names that bodies give to `add_metric`; several may add to one."""
    added: dict[str, Span] = {}
    for statement in (one for layer in layers for one in in_blocks(layer.body.statements)):
        match statement:
            case t.Do(t.Call(t.Name("add_metric"), (t.Value(str() as name), *_))):
                added.setdefault(name, statement.span)
            case _:
                pass
    yield from added.items()
