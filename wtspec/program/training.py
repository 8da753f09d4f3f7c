"""Resolves `train`: the optimizer, losses, metrics and callbacks."""

from __future__ import annotations

from typing import Literal

from wtspec.catalog import component
from wtspec.document import Mapping, Node, Scalar, Sequence, Step
from wtspec.errors import did_you_mean, nearest
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bind import Binder
from wtspec.program.check_scanned_training import check_scanned_training
from wtspec.program.check_training import check_training
from wtspec.program.components import resolve_use, resolve_value
from wtspec.program.context import Context, is_formula
from wtspec.program.declared import Group, Layer, Measure, Training, Use, Value
from wtspec.program.kinds import Kind
from wtspec.program.numbers import number, whole
from wtspec.program.outputs import is_unread, known_outputs
from wtspec.program.scalars import gives_scalar
from wtspec.program.scope import Scope, Symbol
from wtspec.program.values import check_value
from wtspec.spec import Spec
from wtspec.spec.names import NAME, is_reserved
from wtspec.spec.train import GroupSpec

SETTINGS = ("total_steps", "steps_per_epoch", "train_rows", "batch_size")
"""What formulas of `train` may use besides the file's params."""

_SETTING = Symbol("setting", Kind.STATIC)

Measures = tuple[Measure, ...] | tuple[tuple[str, tuple[Measure, ...]], ...]


def resolve_training(
    context: Context, spec: Spec, params: dict[str, object], model: Layer | None
) -> Training | None:
    """The train section; None where there is none or its optimizer is at fault."""
    train = spec.file.train
    if train is None:
        return None
    context = context.within("train")
    symbols = dict.fromkeys((*params, *SETTINGS), _SETTING)
    scope = context.scope("the training", symbols, tensors=False, random=False)
    has_model = model is not None or ("model",) in context.gaps.steps
    is_stack = ("model", "sequential") in context.gaps.steps
    outputs = known_outputs(model) if has_model and not is_stack else ()
    optimizer = resolve_use(context, context.node("train", "optimizer"), "optimizer", scope)
    losses = _loss(context, scope, outputs)
    metrics = _metrics(context, scope, outputs)
    callbacks = _callbacks(context, scope)
    clip_norm = _static(context, scope, "train", "clip_norm")
    weights = tuple(
        (name, value)
        for name in train.loss_weights or ()
        if (value := _static(context, scope, "train", "loss_weights", name)) is not None
    )
    _check_loss(context, spec, losses, model)
    check_training(context, spec, callbacks)
    if optimizer is None:
        return None
    check_scanned_training(context, optimizer, model)
    return Training(
        optimizer=optimizer,
        loss=losses,
        loss_weights=weights,
        metrics=metrics,
        clip_norm=clip_norm,
        epochs=whole(context, params, "train", "epochs"),
        steps=whole(context, params, "train", "steps"),
        callbacks=callbacks,
        class_weight=tuple((train.class_weight or {}).items()),
        groups=tuple(_group(context, params, at, group) for at, group in enumerate(train.groups)),
        accumulate=whole(context, params, "train", "accumulate") or 1,
    )


def _group(context: Context, params: dict[str, object], at: int, group: GroupSpec) -> Group:
    steps = ("train", "groups", at)
    scale = number(context, params, *steps, "lr_scale", least=0)
    return Group(
        group.match,
        group.trainable,
        float(scale) if isinstance(scale, int | float) else None,
        group.weight_decay,
        context.document.span(*steps, "match"),
    )


def _check_loss(
    context: Context,
    spec: Spec,
    loss: Measure | tuple[tuple[str, Measure], ...] | None,
    model: Layer | None,
) -> None:
    """Notes a training without a loss, and a mean over the batch where rows are weighted."""
    if context.document.find("train", "loss") is None and not _may_add_loss(context, model):
        context.report.error(
            "missing-loss",
            "nothing says what the training is to make small",
            context.document.key_span("train"),
            help="add `loss: …`, or write `add_loss(…)` in the body of a layer",
        )
    data, train = spec.file.data, spec.file.train
    weighted = (data is not None and data.weights is not None) or (train and train.class_weight)
    measures = [one for _, one in loss] if isinstance(loss, tuple) else [loss] if loss else []
    for measure in measures if weighted else ():
        if gives_scalar(measure.value, context.names.function):
            context.report.error(
                "scalar-loss",
                "this loss is one number for the batch, but its rows are weighted",
                measure.span,
                expected="a value for each row",
                help="reduce over the other axes alone, as in `mean(…, axis=-1)`",
            )


def _may_add_loss(context: Context, model: Layer | None) -> bool:
    """Whether a layer adds a loss, or may do so, or a loss is meant by what is at fault."""
    if context.gaps.lacks("train", "loss"):
        return True
    layers = [context.names.layer(name) for name in context.names.layer_names]
    return context.names.open or any(
        one is None or one.facts.adds_loss or (is_unread(one) and _names_add_loss(one))
        for one in (*layers, model)
    )


def _names_add_loss(layer: Layer) -> bool:
    """Whether the file of a layer whose body could not be read adds a loss anywhere."""
    return "add_loss" in layer.span.source.text


def _static(context: Context, scope: Scope, *steps: Step) -> Expression | None:
    node = context.document.find(*steps)
    if not isinstance(node, Scalar) or node.value is None:
        return None
    if is_formula(node):
        return context.static(node, scope, f"`{steps[-1]}`")
    return t.Value(node.value, span=node.span)


def _loss(
    context: Context, scope: Scope, outputs: tuple[str, ...] | None
) -> Measure | tuple[tuple[str, Measure], ...] | None:
    node = context.document.find("train", "loss")
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


def _metrics(context: Context, scope: Scope, outputs: tuple[str, ...] | None) -> Measures:
    node = context.document.find("train", "metrics")
    if node is None:
        return ()
    if isinstance(node, Mapping) and _is_by_output(node, "metric", outputs):
        _check_outputs(context, node, outputs)
        return tuple(
            (name, _several(context, entry.value, scope)) for name, entry in node.entries.items()
        )
    return _several(context, node, scope)


def _is_by_output(
    node: Mapping, kind: Literal["loss", "metric"], outputs: tuple[str, ...] | None
) -> bool:
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
    return nearest(entry.key.text, outputs) is not None


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


def _measure(
    context: Context, node: Node, kind: Literal["loss", "metric"], scope: Scope
) -> Measure | None:
    if isinstance(node, Scalar) and is_formula(node):
        if kind == "metric":
            context.report.error(
                "unnamed-metric",
                "a metric that is a formula needs a name",
                node.span,
                help=f'write `{{name: "{node.text}"}}`',
            )
        return _formula(context, node, "loss", kind, scope)
    if isinstance(node, Scalar) and node.text in context.names.function_names:
        _check_function(context, node)
        return Measure(node.text, node.text, node.span)
    if isinstance(node, Mapping) and len(node.entries) == 1:
        (entry,) = node.entries.values()
        if is_formula(entry.value) and component(kind, entry.key.text) is None:
            assert isinstance(entry.value, Scalar)  # noqa: S101 - a formula is a scalar
            _check_name(context, entry.key)
            return _formula(context, entry.value, entry.key.text, kind, scope)
    use = resolve_use(context, node, kind, scope)
    return Measure(use, None, use.span) if use is not None else None


def _check_name(context: Context, key: Scalar) -> None:
    """The name of a formula becomes that of a function in the source."""
    if NAME.fullmatch(key.text) is None or is_reserved(key.text):
        context.report.error(
            "invalid-name",
            f"`{key.text}` can't be the name of a formula",
            key.span,
            expected="letters, digits and `_`, starting with a letter, and no reserved word",
        )


def _formula(context: Context, node: Scalar, name: str, kind: str, scope: Scope) -> Measure | None:
    parsed = context.expression(node)
    if parsed is None:
        return None
    given = {one: Symbol("own", Kind.TENSOR) for one in ("y_true", "y_pred")}
    params = scope.file_params
    symbols = {n: s for n, s in scope.symbols.items() if n in params or n not in SETTINGS}
    inner = context.scope(f"the {kind} `{name}`", {**symbols, **given}, random=False)
    bound, _ = Binder(inner, context.report).bind(parsed)
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


def _callbacks(context: Context, scope: Scope) -> tuple[Use, ...]:
    found: list[Use] = []
    stopping = context.document.find("train", "early_stopping")
    if isinstance(stopping, Mapping):
        use = _early_stopping(context, stopping, scope)
        found += [use] if use is not None else []
    node = context.document.find("train", "callbacks")
    for item in node.items if isinstance(node, Sequence) else ():
        use = resolve_use(context, item, "callback", scope)
        found += [use] if use is not None else []
    return tuple(found)


def _early_stopping(context: Context, node: Mapping, scope: Scope) -> Use | None:
    found = component("callback", "EarlyStopping")
    if found is None:
        return None
    arguments: list[tuple[str, Value]] = []
    for name, entry in node.entries.items():
        parameter = found.parameter(name)
        if parameter is None:
            context.report.error(
                "unknown-argument",
                f"`early_stopping` has no argument `{name}`",
                entry.key.span,
                help=did_you_mean(name, [known.name for known in found.parameters]),
            )
            continue
        value = resolve_value(context, entry.value, parameter, scope)
        if value is not None:
            check_value(
                context.report,
                value,
                parameter,
                "early_stopping",
                entry.value.span,
                scope.symbols,
            )
            arguments.append((name, value))
    return Use(found, tuple(arguments), node.span)
