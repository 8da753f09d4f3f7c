"""Resolves the losses and metrics of `train`."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from wtspec.catalog import component
from wtspec.document import Entry, Mapping, Node, Scalar, Sequence
from wtspec.errors import did_you_mean, nearest
from wtspec.program.declared import Use
from wtspec.program.kinds import Kind
from wtspec.program.training import Losses, Measure, Metrics
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import PURE, Scope, Symbol
from wtspec.resolve.components.component import resolve_use
from wtspec.resolve.context import Context, is_formula
from wtspec.resolve.metric_names import check_name
from wtspec.spec import TrainSpec

SETTINGS = ("total_steps", "steps_per_epoch", "train_rows", "batch_size")
"""What formulas of `train` may use besides the file's params."""

Measured = Literal["loss", "metric"]


def resolve_loss(
    context: Context, spec: TrainSpec, scope: Scope, outputs: tuple[str, ...] | None
) -> Losses | None:
    """The loss, or one for each of several outputs."""
    node = spec.find("loss")
    if node is None:
        return None
    if isinstance(node, Mapping) and _is_by_output(node, "loss", outputs):
        pairs = [
            (name, _measure(context, entry.value, "loss", scope))
            for name, entry in node.entries.items()
        ]
        _check_outputs(context, node, outputs)
        return tuple((name, measure) for name, measure in pairs if measure is not None)
    return _measure(context, node, "loss", scope)


def resolve_metrics(
    context: Context, spec: TrainSpec, scope: Scope, outputs: tuple[str, ...] | None
) -> Metrics:
    """The metrics, or those of each of several outputs."""
    node = spec.find("metrics")
    if node is None:
        return ()
    if isinstance(node, Mapping) and _is_by_output(node, "metric", outputs):
        _check_outputs(context, node, outputs)
        return tuple(
            (name, _several(context, entry.value, scope)) for name, entry in node.entries.items()
        )
    return _several(context, node, scope)


def _is_by_output(node: Mapping, kind: Measured, outputs: tuple[str, ...] | None) -> bool:
    """Whether a mapping's keys are outputs, or were meant to be.

    Args:
        node: The mapping.
        kind: What it holds.
        outputs: None where they are not known.
    """
    if outputs == ():
        return False
    if len(node.entries) != 1 or any(name in (outputs or ()) for name in node.entries):
        return True
    (entry,) = node.entries.values()
    if component(kind, entry.key.text) is not None:
        return False
    if is_formula(entry.value):
        return kind == "loss"
    if outputs is None:
        return not entry.key.text[:1].isupper()
    return isinstance(entry.value, Sequence) or nearest(entry.key.text, outputs) is not None


def _check_outputs(context: Context, node: Mapping, outputs: tuple[str, ...] | None) -> None:
    for name, entry in node.entries.items():
        if outputs is not None and name not in outputs:
            context.report.error(
                "unknown-output",
                f"the model has no output `{name}`",
                entry.key.span,
                expected=", ".join(f"`{output}`" for output in outputs),
                help=did_you_mean(name, outputs),
            )


def _several(context: Context, node: Node, scope: Scope) -> tuple[Measure, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    found = [_measure(context, item, "metric", scope) for item in items]
    return tuple(measure for measure in found if measure is not None)


def _measure(context: Context, node: Node, kind: Measured, scope: Scope) -> Measure | None:
    if is_formula(node):
        if kind == "metric":
            context.report.error(
                "unnamed-metric",
                "a metric that is a formula needs a name",
                node.span,
                help=f'write `{{name: "{node.text}"}}`',
            )
        found = _formula(context, node, "loss", kind, scope)
        return found if kind == "loss" else None
    if isinstance(node, Mapping) and len(node.entries) == 1:
        (entry,) = node.entries.values()
        named = kind == "metric" or component(kind, entry.key.text) is None
        if (is_formula(entry.value) and named) or (kind == "metric" and _is_metric(context, entry)):
            return _named(context, entry, kind, scope)
    return _plain(context, node, kind, scope)


def _plain(context: Context, node: Node, kind: Measured, scope: Scope) -> Measure | None:
    """A function of the file or a component."""
    if isinstance(node, Scalar) and node.text in context.names.function_names:
        _check_function(context, node)
        return Measure(node.text, node.text, node.span)
    use = resolve_use(context, node, kind, scope)
    return Measure(use, None, use.span) if use is not None else None


def _is_metric(context: Context, entry: Entry) -> bool:
    """Whether what stands under a key is a metric, and not the arguments of one."""
    value, is_class = entry.value, component("metric", entry.key.text) is not None
    if isinstance(value, Scalar):
        names = context.names.function_names
        known = value.text in names or component("metric", value.text) is not None
        return known and not is_class
    if not isinstance(value, Mapping) or len(value.entries) != 1:
        return False
    (name,) = value.entries
    is_meant = entry.key.text[:1].islower() and name[:1].isupper()  # a typo, then
    return component("metric", name) is not None or (is_meant and not is_class)


def _named(context: Context, entry: Entry, kind: Measured, scope: Scope) -> Measure | None:
    """A formula or a metric under a name that the file gives it."""
    check_name(context, entry.key, kind)
    name, value = entry.key.text, entry.value
    if isinstance(value, Scalar) and is_formula(value):
        found = _formula(context, value, name, kind, scope)
        return replace(found, named=entry.key.span) if found is not None else None
    found = _plain(context, value, kind, scope)
    if found is None:
        return None
    if isinstance(found.value, Use) and found.value.name in ("accuracy", "acc"):
        context.report.error(
            "wrong-arguments",
            f"`{found.value.name}` can't have another name: Keras sees by the shapes which it is",
            found.span,
            expected="`BinaryAccuracy`, `CategoricalAccuracy` or `SparseCategoricalAccuracy`",
        )
    return Measure(found.value, name, found.span, entry.key.span)


def _formula(context: Context, node: Scalar, name: str, kind: str, scope: Scope) -> Measure | None:
    parsed = context.expression(node)
    if parsed is None:
        return None
    given = {one: Symbol("own", Kind.TENSOR) for one in ("y_true", "y_pred")}
    params = context.names.params
    symbols = {n: s for n, s in scope.symbols.items() if n in params or n not in SETTINGS}
    inner = context.scope(f"the {kind} `{name}`", {**symbols, **given}, PURE)
    bound, _ = new_binder(inner, context.report).bind(parsed)
    return Measure(bound, name, node.span)


def _check_function(context: Context, node: Scalar) -> None:
    function = context.names.function(node.text)
    if function is None:
        return
    required = [name for name, default in function.parameters if default is None]
    if len(required) > 2 or len(function.parameters) < 2:
        context.report.error(
            "wrong-arguments",
            f"`{node.text}` can't measure: it takes {len(function.parameters)} arguments",
            node.span,
            expected=f"a function `{node.text}(y_true, y_pred)`",
        )
