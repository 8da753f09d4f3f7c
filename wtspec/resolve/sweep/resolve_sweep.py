"""Resolves `sweep`: its goals are metrics that the training reports."""

from __future__ import annotations

import json

from wtspec.document import Node, Scalar
from wtspec.document.node import plain
from wtspec.errors import did_you_mean, one_of
from wtspec.program.declared import Layer
from wtspec.program.outputs import known_outputs
from wtspec.program.sweep.sweep import Goal, Over, Plain, Sweep
from wtspec.program.training import Training
from wtspec.resolve.context import Context, all_layers, measured_outputs
from wtspec.resolve.metric_names import reported_names
from wtspec.spec import GoalSpec, RangeSpec, SweepSpec

_VALIDATION = "val_"


def resolve_sweep(context: Context, training: Training | None, model: Layer | None) -> Sweep | None:
    """The sweep; None where there is none. Faults go to the report."""
    spec = context.file.sweep
    if spec is None:
        return None
    given = spec.goal if isinstance(spec.goal, list) else [spec.goal]
    goals = tuple(_goal(one) for one in given)
    if training is not None and not context.report.failed:
        names = _reported(context, training, model)
        for goal in goals:
            _check_metric(context, goal, names)
    over = tuple(_over(spec, path) for path in spec.over)
    return Sweep(goals, over, spec.sampler, spec.pruner, spec.trials, spec.hours)


def choice(node: Node) -> Plain:
    """What a choice is called: itself, and its text where it is a list or mapping."""
    if isinstance(node, Scalar):
        return node.value
    return json.dumps(plain(node), ensure_ascii=False, default=str)


def _goal(goal: GoalSpec) -> Goal:
    key = "maximize" if goal.maximize is not None else "minimize"
    metric = goal.maximize if goal.maximize is not None else goal.minimize
    return Goal(metric or "", "max" if key == "maximize" else "min", goal.span(key))


def _over(spec: SweepSpec, path: str) -> Over:
    values = spec.over[path]
    if isinstance(values, RangeSpec):
        return Over(path, None, values.low, values.high, values.log, values.step)
    return Over(path, tuple(choice(spec.at("over", path, at)) for at in range(len(values))))


def _reported(context: Context, training: Training, model: Layer | None) -> tuple[str, ...]:
    outputs = measured_outputs(context, known_outputs(model) or ())
    own = reported_names(training, outputs, all_layers(context, model))
    data = context.file.data
    validated = data is not None and (
        data.validation is not None or (data.split is not None and bool(data.split.validation))
    )
    return (*own, *(f"{_VALIDATION}{name}" for name in own if validated))


def _check_metric(context: Context, goal: Goal, names: tuple[str, ...]) -> None:
    if not goal.metric or goal.metric in names:
        return
    unmeasured = goal.metric.removeprefix(_VALIDATION) in names
    context.report.error(
        "unknown-monitor",
        f"there are no validation rows for `{goal.metric}` to be measured on"
        if unmeasured
        else f"the training reports no `{goal.metric}`",
        goal.span,
        expected=one_of(names),
        help="add `split: {validation: 0.1}` to `data`, so that trials are judged by other rows "
        "than they learn from"
        if unmeasured
        else did_you_mean(goal.metric, names),
    )
