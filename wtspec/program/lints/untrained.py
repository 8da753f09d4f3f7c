"""Weights that train, but that no loss reaches."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

from wtspec.errors import Related
from wtspec.language import tree as t
from wtspec.program.declared import Items, Layer, Sublayer, Use, Value, Weight
from wtspec.program.lints.flow import Flow, Key, is_layer
from wtspec.program.lints.names import names
from wtspec.program.lints.subject import Subject, owner
from wtspec.program.outputs import returned
from wtspec.program.weights import trains

WEIGHTS_INSIDE = names(
    """
    LSTM GRU SimpleRNN ConvLSTM1D ConvLSTM2D ConvLSTM3D MultiHeadAttention GroupQueryAttention
    """
)
"""Keras's layers whose weights are those of layers that they make."""

NEVER_TRAINED = frozenset({"Normalization", "STFTSpectrogram", "MelSpectrogram"})


def lint_untrained(subject: Subject) -> None:
    """`no-gradient`."""
    for layer in subject.layers:
        flow = subject.flows.layer(layer)
        demanded = _demanded(subject, layer, flow)
        reached = flow.losses.union(*(flow.outputs[key].gradients for key in demanded))
        suspects = flow.used - reached
        for weight in layer.weights if suspects else ():
            if weight.name in suspects and _is_trained(weight):
                _tell(subject, layer, "weight", weight)
        for sublayer in layer.sublayers if suspects else ():
            if sublayer.name in suspects and _has_trained(subject, sublayer):
                _tell(subject, layer, "sublayer", sublayer)


def _demanded(subject: Subject, layer: Layer, flow: Flow) -> set[Key]:
    """The outputs that a loss may depend on."""
    training = subject.program.training
    if not layer.is_model or training is None:
        return set(flow.outputs)
    if isinstance(training.loss, tuple):
        return flow.outputs.keys() & {name for name, _ in training.loss}
    return set(flow.outputs) if training.loss else set()


def _is_trained(weight: Weight) -> bool:
    """A regularizer is a loss of its own."""
    known = weight.trainable is None or isinstance(weight.trainable, bool)
    return known and trains(weight) and not weight.regularizer


def _has_trained(subject: Subject, sublayer: Sublayer) -> bool:
    return sublayer.trainable and _trains_inside(subject, sublayer.layer)


def _trains_inside(subject: Subject, value: Value) -> bool:
    """Whether a layer, or one that it is given or made of, certainly has weights that train."""
    if isinstance(value, Items):
        return any(_trains_inside(subject, item) for item in value.items)
    if not isinstance(value, Use) or _is_frozen(value):
        return False
    if any(_trains_inside(subject, one) for _, one in value.arguments if is_layer(one)):
        return True
    declared = subject.flows.declared(value)
    if declared is not None:
        own = any(_is_trained(weight) for weight in declared.weights)
        return own or any(_has_trained(subject, one) for one in declared.sublayers)
    known = not isinstance(value.component, str) and bool(value.component.variables)
    return (known or value.name in WEIGHTS_INSIDE) and value.name not in NEVER_TRAINED


def _is_frozen(use: Use) -> bool:
    return any(name == "trainable" and _is_false(value) for name, value in use.arguments)


def _is_false(value: Value) -> bool:
    return isinstance(value, t.Value) and value.value is False


def _tell(
    subject: Subject, layer: Layer, what: Literal["weight", "sublayer"], one: Weight | Sublayer
) -> None:
    if _may_be_frozen(subject, layer, one.name):
        return
    named, verb = f"the weight `{one.name}` of {owner(layer)}", "trains"
    if what == "sublayer":
        named, verb = f"the weights of the sublayer `{one.name}` of {owner(layer)}", "train"
    subject.report.warning(
        "no-gradient",
        f"{named} can't reach a loss, and so never {verb}",
        one.span,
        help=_repair(subject, layer, one.name),
        related=(Related("what is returned", returned(layer.body.statements)[0].span),),
    )


def _may_be_frozen(subject: Subject, layer: Layer, name: str) -> bool:
    """Whether one of the training's groups may be meant for a weight."""
    training = subject.program.training
    globs = [glob for glob, trains, _ in training.frozen if not trains] if training else []
    parts = [glob.split("/")[:1] if layer.is_model else glob.split("/") for glob in globs]
    return any(fnmatchcase(name, part) for several in parts for part in several)


def _repair(subject: Subject, layer: Layer, name: str) -> str:
    flow = subject.flows.layer(layer)
    outputs = [key for key, origins in flow.outputs.items() if name in origins.gradients]
    if layer.is_model and outputs and isinstance(outputs[0], str):
        return f"give the output `{outputs[0]}` a loss, or declare `trainable: false`"
    return "let what is returned depend on it with a gradient, or declare `trainable: false`"
