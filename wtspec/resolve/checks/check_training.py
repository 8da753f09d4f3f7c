"""Checks a training against the data: whose classes it weighs, what its callbacks wait for."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.program.declared import Use
from wtspec.resolve.context import Context
from wtspec.spec import DataSpec


def check_training(context: Context, callbacks: tuple[Use, ...]) -> None:
    """Notes class weights that several targets could claim, and a wait for what is not measured."""
    data, train = context.file.data, context.file.train
    if data is None or train is None:
        return
    if train.class_weight and isinstance(data.targets, dict):
        context.report.error(
            "class-weight-outputs",
            "`class_weight` can't tell whose classes it weighs: the targets have names",
            train.key_span("class_weight"),
            expected="one target",
            received=", ".join(f"`{name}`" for name in data.targets),
            help="`weights` under `data` gives each row a weight of its own",
            related=(Related("the targets", data.key_span("targets")),),
        )
    lacks = context.gaps.lacks
    if not (_has_validation(data) or lacks("data", "split") or lacks("data", "validation")):
        for use in callbacks:
            _check_monitor(context, use)


def _has_validation(data: DataSpec) -> bool:
    return data.validation is not None or (data.split is not None and bool(data.split.validation))


def _check_monitor(context: Context, use: Use) -> None:
    monitor = _monitor(use)
    if monitor is not None and monitor.startswith("val_"):
        context.report.error(
            "unknown-monitor",
            f"there are no validation rows for `{monitor}` to be measured on",
            use.span,
            help="add `split: {validation: 0.1}` to `data`, or monitor a metric of the training",
        )


def _monitor(use: Use) -> str | None:
    """What a callback waits for, as given or by default, where it is known and waits at all."""
    parameter = None if isinstance(use.component, str) else use.component.parameter("monitor")
    if parameter is None:
        return None
    given = dict(use.arguments).get("monitor")
    value = parameter.default if given is None else getattr(given, "value", None)
    return value if isinstance(value, str) else None
