"""Resolves `train`: the optimizer, losses, metrics and callbacks."""

from __future__ import annotations

from typing import Literal

from wtspec.catalog import component
from wtspec.document import Mapping, Scalar, Sequence, Step
from wtspec.errors import did_you_mean, one_of
from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Use
from wtspec.program.kinds import Kind
from wtspec.program.outputs import is_unread, known_outputs
from wtspec.program.training import Checkpointing, Group, Losses, Training
from wtspec.resolve.bind.scope import SETTING, STATIC, Scope, Symbol
from wtspec.resolve.checks.check_optimizer import check_optimizer
from wtspec.resolve.checks.check_scalars import check_scalars
from wtspec.resolve.checks.check_scanned_training import check_scanned_training
from wtspec.resolve.checks.check_training import check_training
from wtspec.resolve.components.component import resolve_arguments, resolve_use
from wtspec.resolve.context import Context, all_layers, is_formula, measured_outputs
from wtspec.resolve.loggers import resolve_loggers
from wtspec.resolve.measures import SETTINGS, resolve_loss, resolve_metrics
from wtspec.resolve.metric_names import check_reported
from wtspec.resolve.plain import Params, number_at, whole_at
from wtspec.spec import CheckpointSpec, GroupSpec, TrainSpec


def resolve_training(context: Context, params: Params, model: Layer | None) -> Training | None:
    """The train section; None where there is none or its optimizer is at fault."""
    train = context.file.train
    if train is None:
        return None
    context = context.within("train")
    place = context.file.key_span
    known = {
        name: Symbol("setting", Kind.STATIC, place("params", name), value=value)
        for name, value in params.items()
    }
    symbols = {**dict.fromkeys(SETTINGS, SETTING), **known}
    scope = context.scope("the training", symbols, STATIC)
    has_model = model is not None or ("model",) in context.gaps.steps
    is_stack = ("model", "sequential") in context.gaps.steps
    outputs = known_outputs(model) if has_model and not is_stack else ()
    optimizer = resolve_use(context, train.at("optimizer"), "optimizer", scope)
    losses = resolve_loss(context, train, scope, outputs)
    metrics = resolve_metrics(context, train, scope, outputs)
    callbacks = _callbacks(context, train, scope)
    clip_norm = _static(context, scope, train, "clip_norm")
    weights = tuple(
        (name, value)
        for name in train.loss_weights or ()
        if (value := _static(context, scope, train, "loss_weights", name)) is not None
    )
    _check_loss(context, train, model)
    _check_loss_weights(context, train, losses)
    check_scalars(context, losses, metrics)
    check_training(context, callbacks)
    if optimizer is None:
        return None
    check_scanned_training(context, optimizer, model)
    check_optimizer(context, optimizer, clip_norm.span if clip_norm is not None else None)
    training = Training(
        optimizer=optimizer,
        loss=losses,
        loss_weights=weights,
        metrics=metrics,
        clip_norm=clip_norm,
        epochs=whole_at(context, params, train, "epochs"),
        steps=whole_at(context, params, train, "steps"),
        callbacks=callbacks,
        class_weight=_class_weight(train),
        groups=tuple(_group(context, params, group) for group in train.groups),
        accumulate=whole_at(context, params, train, "accumulate") or 1,
        class_weight_span=train.key_span("class_weight") if train.class_weight else None,
        checkpoint=_checkpointing(context, params, train),
        loggers=resolve_loggers(train),
    )
    _check_reported(context, training, outputs or (), model)
    return training


def _class_weight(train: TrainSpec) -> tuple[tuple[int | str, float], ...] | Literal["balanced"]:
    given = train.class_weight
    return given if isinstance(given, str) else tuple((given or {}).items())


def _check_reported(
    context: Context,
    training: Training,
    outputs: tuple[str, ...],
    model: Layer | None,
) -> None:
    check_reported(
        context, training, measured_outputs(context, outputs), all_layers(context, model)
    )


def _checkpointing(context: Context, params: Params, train: TrainSpec) -> Checkpointing | None:
    checkpoint = train.checkpoint
    if checkpoint is None:
        return Checkpointing()
    if not isinstance(checkpoint, CheckpointSpec):
        return None
    count, unit = checkpoint.every.split(" ")
    *mode, best = (checkpoint.best or "").split(" ")
    return Checkpointing(
        every=int(count),
        unit=unit.removesuffix("s"),
        keep=whole_at(context, params, checkpoint, "keep") or 1,
        best=best or None,
        mode=mode[0] if mode else None,
        span=checkpoint.span("best") if best else None,
        is_asked=True,
    )


def _group(context: Context, params: Params, group: GroupSpec) -> Group:
    scale = number_at(context, params, group, "lr_scale", least=0)
    return Group(
        group.match,
        group.trainable,
        float(scale) if isinstance(scale, int | float) else None,
        group.weight_decay,
        None if group.sharding is None else tuple(group.sharding),
        group.span("match"),
    )


def _check_loss(context: Context, train: TrainSpec, model: Layer | None) -> None:
    """Notes a training without a loss."""
    if train.loss is None and not _may_add_loss(context, model):
        context.report.error(
            "missing-loss",
            "nothing says what the training is to make small",
            train.key_span(),
            help="add `loss: …`, or write `add_loss(…)` in the body of a layer",
        )


def _check_loss_weights(context: Context, train: TrainSpec, loss: Losses | None) -> None:
    """Notes weights of losses that there are not."""
    if loss is None:
        return
    names = [name for name, _ in loss] if isinstance(loss, tuple) else []
    for name, entry in train.entries("loss_weights").items():
        if name not in names:
            context.report.error(
                "unknown-output",
                f"there is no loss of an output `{name}` to weigh",
                entry.key.span,
                expected=one_of(names) if names else "no weights: there is one loss",
                help=did_you_mean(name, names),
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


def _static(context: Context, scope: Scope, section: TrainSpec, *steps: Step) -> Expression | None:
    node = section.find(*steps)
    if not isinstance(node, Scalar) or node.value is None:
        return None
    if is_formula(node):
        return context.static(node, scope, f"`{steps[-1]}`")
    return t.Value(node.value, span=node.span)


def _callbacks(context: Context, train: TrainSpec, scope: Scope) -> tuple[Use, ...]:
    found: list[Use] = []
    stopping = train.find("early_stopping")
    if isinstance(stopping, Mapping):
        use = _early_stopping(context, stopping, scope)
        found += [use] if use is not None else []
    node = train.find("callbacks")
    for item in node.items if isinstance(node, Sequence) else ():
        use = resolve_use(context, item, "callback", scope)
        found += [use] if use is not None else []
    return tuple(found)


def _early_stopping(context: Context, node: Mapping, scope: Scope) -> Use | None:
    found = component("callback", "EarlyStopping")
    if found is None:
        return None
    arguments = resolve_arguments(context, node, found.parameters, "early_stopping", scope, found)
    return Use(found, arguments, node.span)
