"""Weights that train, but that no loss reaches."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from wtspec.catalog import has
from wtspec.errors import Related
from wtspec.language import tree as t
from wtspec.lints.flow import Flow, Key, part_name
from wtspec.lints.flows import is_layer
from wtspec.lints.subject import Subject, owner, warn
from wtspec.program.declared import Items, Layer, Sublayer, Use, Value, Weight
from wtspec.program.outputs import returned
from wtspec.program.trains import only_loss_moves

Demands = dict[str, set[Key] | None]
"""The outputs of the file's layers that a loss may depend on; None for all."""


def lint_untrained(subject: Subject) -> None:
    """`no-gradient`."""
    trained = _trained(subject)
    frozen = _frozen(subject)
    demands: Demands = {}
    for layer in reversed(subject.layers):  # those that others are made of stand first
        flow = subject.flows.layer(layer)
        demanded = _demanded(subject, layer, flow, demands)
        reached = flow.losses.union(*(flow.outputs[key] for key in demanded))
        _note_demands(subject, layer, reached, demands)
        suspects = flow.used - reached
        own = [one for one in layer.weights if one.name not in subject.members]
        weights = [one for one in own if only_loss_moves(one)]
        sublayers = [one for one in layer.sublayers if _has_trained(one, trained)]
        for one in (*weights, *sublayers):
            if one.name in suspects and not _may_be_frozen(layer, one.name, frozen):
                _tell(subject, layer, one)


def _demanded(subject: Subject, layer: Layer, flow: Flow, demands: Demands) -> AbstractSet[Key]:
    training = subject.program.training
    if not layer.is_model or training is None:
        keys = demands.get(layer.name)
        return flow.outputs.keys() if keys is None else keys
    if isinstance(training.loss, tuple):
        return flow.outputs.keys() & {name for name, _ in training.loss}
    return flow.outputs.keys() if training.loss else set()


def _note_demands(
    subject: Subject, layer: Layer, reached: frozenset[str], demands: Demands
) -> None:
    """Notes which outputs of the layers that it is made of serve one of its own.

    All do of a layer that an argument holds; and of one that no loss reaches, which is reported of
    the sublayer itself.
    """
    for sublayer in layer.sublayers:
        for use in _uses(sublayer.layer):
            declared = subject.flows.declared(use)
            if declared is None:
                continue
            keys = subject.flows.layer(declared).outputs.keys()
            served = {key for key in keys if part_name(sublayer.name, key) in reached}
            known = demands.get(declared.name, set())
            if use is not sublayer.layer or not served or known is None:
                demands[declared.name] = None
            else:
                demands[declared.name] = known | served


def _uses(value: Value) -> Iterator[Use]:
    """A layer, and those that its arguments hold."""
    if isinstance(value, Items):
        for item in value.items:
            yield from _uses(item)
    elif isinstance(value, Use):
        yield value
        for _, inner in value.arguments:
            if is_layer(inner):
                yield from _uses(inner)


def _trained(subject: Subject) -> set[str]:
    """The file's layers that certainly have weights which train."""
    trained: set[str] = set()
    for layer in subject.layers:
        own = any(map(only_loss_moves, layer.weights))
        if own or any(_has_trained(one, trained) for one in layer.sublayers):
            trained.add(layer.name)
    return trained


def _has_trained(sublayer: Sublayer, trained: AbstractSet[str]) -> bool:
    return sublayer.trainable and _trains_inside(sublayer.layer, trained)


def _trains_inside(value: Value, trained: AbstractSet[str]) -> bool:
    """Whether a layer, or one that it is given or made of, certainly has weights that train.

    Args:
        trained: The file's layers that have.
    """
    if isinstance(value, Items):
        return any(_trains_inside(item, trained) for item in value.items)
    if not isinstance(value, Use) or _is_frozen(value):
        return False
    if any(_trains_inside(one, trained) for _, one in value.arguments if is_layer(one)):
        return True
    if isinstance(value.component, str):
        return value.component in trained
    known = bool(value.component.variables) or has(value.name, "weights_inside")
    return known and not has(value.name, "no_gradient")


def _is_frozen(use: Use) -> bool:
    given = dict(use.arguments).get("trainable")
    return isinstance(given, t.Value) and given.value is False


def _frozen(subject: Subject) -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last names of the globs of weights that do not train."""
    training = subject.program.training
    groups = training.groups if training is not None else ()
    globs = [group.match.split("/") for group in groups if group.trainable is False]
    return frozenset(glob[0] for glob in globs), frozenset(glob[-1] for glob in globs)


def _may_be_frozen(layer: Layer, name: str, frozen: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether one of the training's groups may be meant for a weight."""
    names = frozen[0] if layer.is_model else frozen[1]
    return name in names or any("*" in one for one in names)


def _tell(subject: Subject, layer: Layer, one: Weight | Sublayer) -> None:
    named, verb = f"the weight `{one.name}` of {owner(layer)}", "trains"
    if isinstance(one, Sublayer):
        named, verb = f"the weights of the sublayer `{one.name}` of {owner(layer)}", "train"
    warn(
        subject,
        "no-gradient",
        f"{named} can't reach a loss, and so never {verb}",
        one.span,
        help=_repair(subject, layer, one.name),
        related=(Related("what is returned", returned(layer.body.statements)[0].span),),
    )


def _repair(subject: Subject, layer: Layer, name: str) -> str:
    flow = subject.flows.layer(layer)
    outputs = [key for key, reached in flow.outputs.items() if name in reached]
    if layer.is_model and outputs and isinstance(outputs[0], str):
        return f"give the output `{outputs[0]}` a loss, or declare `trainable: false`"
    return "let what is returned depend on it with a gradient, or declare `trainable: false`"
