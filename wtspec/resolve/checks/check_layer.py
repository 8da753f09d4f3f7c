"""Checks of a resolved layer as a whole."""

from __future__ import annotations

from wtspec.catalog import Component, has
from wtspec.errors import Related, Span
from wtspec.program.bound import LayerCall, Reference
from wtspec.program.declared import Layer, Sublayer, Use
from wtspec.program.walk import in_statements
from wtspec.resolve.context import Context


def check_repeated_losses(context: Context, model: Layer) -> None:
    """Keras's training step calls a model so that a sublayer's second call forgets its losses."""
    called: dict[str, Span] = {}
    for node in in_statements(model.body.statements):
        if not isinstance(node, LayerCall) or not isinstance(node.layer, Reference):
            continue
        name = node.layer.name
        if name in called and _adds_loss(context, model, name):
            context.report.error(
                "repeated-loss",
                f"`{name}` adds a loss, and only that of its last call in the model would count",
                node.span,
                help="put both calls into a layer of their own, which the model calls once",
                related=(Related("the call before", called[name]),),
            )
        called[name] = node.span


def _adds_loss(context: Context, model: Layer, name: str) -> bool:
    return any(one.name == name and adds_loss(context, one) for one in model.sublayers)


def adds_loss(context: Context, sublayer: Sublayer) -> bool:
    """Whether a sublayer adds to the training loss."""
    layer, found = sublayer.layer, context.class_of(sublayer.layer)
    if isinstance(found, Component) and isinstance(layer, Use):
        regularized = any(name == "activity_regularizer" for name, _ in layer.arguments)
        return regularized or has(found.name, "adds_loss")
    return isinstance(found, Layer) and found.adds_loss
