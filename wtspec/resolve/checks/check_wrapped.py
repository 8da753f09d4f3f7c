"""Checks a wrapper against what it wraps: the weights of both, and those that the wrapper names."""

from __future__ import annotations

from collections.abc import Iterator

from wtspec.errors import Related, Span, did_you_mean, one_of
from wtspec.language import tree as t
from wtspec.program.bound import LayerCall, Reference, WeightOf
from wtspec.program.declared import Layer, Sublayer, Use, Value
from wtspec.program.walk import in_blocks, in_statements
from wtspec.resolve.context import Context
from wtspec.resolve.layers.weight_paths import has_weight, trains_within, usually_trains


def check_wrapped(context: Context, sublayers: tuple[Sublayer, ...]) -> None:
    """Notes weights of one path, for a wrapped layer's keep the paths that they have unwrapped,
    and weights that the wrapper names and the wrapped layer has not."""
    for sublayer in sublayers:
        use = sublayer.layer
        wrapper = context.class_of(use)
        if not isinstance(use, Use) or not isinstance(wrapper, Layer):
            continue
        for name, value in use.arguments:
            if name in use.wraps:
                _check_names(context, sublayer, wrapper, value)
                _check_named(context, wrapper, name, value)
                _check_assigned(context, wrapper, name, value)


def _check_names(context: Context, sublayer: Sublayer, wrapper: Layer, wrapped: Value) -> None:
    names = _certain(context, wrapped)
    for weight in wrapper.weights:
        if weight.when is None and weight.name in names:
            context.report.error(
                "path-clash",
                f"`{wrapper.name}` and the layer that it wraps both have a weight `{weight.name}`",
                sublayer.span,
                help=f"rename the weight of `{wrapper.name}`",
                related=(Related("the wrapper's weight", weight.span),),
            )


def _certain(context: Context, layer: Value) -> frozenset[str]:
    """The weights that a layer surely has."""
    found = context.class_of(layer)
    if isinstance(found, Layer):
        return frozenset(weight.name for weight in found.weights if weight.when is None)
    arguments = layer.arguments if isinstance(layer, Use) else ()
    switched = any(isinstance(one, t.Value) and one.value is False for _, one in arguments)
    return frozenset() if switched or found is None else frozenset(found.variables)


def _check_named(context: Context, wrapper: Layer, name: str, wrapped: Value) -> None:
    for path, span in _named(wrapper, name):
        if has_weight(context, wrapped, path) is False and isinstance(wrapped, Use):
            known = sorted(_all_weights(context, wrapped))
            context.report.error(
                "unknown-weight",
                f"`{wrapper.name}` wants a weight `{path}` of what it wraps, "
                f"and `{wrapped.name}` has none",
                wrapped.span,
                expected=one_of(known) if known else None,
                help=did_you_mean(path, known),
                related=(Related("the weight is named here", span),),
            )
            return


def _named(wrapper: Layer, name: str) -> Iterator[tuple[str, Span]]:
    """The weights of a wrapped layer that the wrapper's body reads or replaces."""
    for node in in_statements(wrapper.body.statements):
        match node:
            case WeightOf(Reference(layer, "layer"), weight) if layer == name:
                yield weight, node.span
            case LayerCall(Reference(layer, "layer")) if layer == name:
                yield from ((path, value.span) for path, value in node.weights)
            case _:
                pass


def _check_assigned(context: Context, wrapper: Layer, name: str, wrapped: Value) -> None:
    """Notes an `assign` of the wrapper's to a weight that trains in what it wraps here."""
    for statement in in_blocks(wrapper.body.statements):
        target = statement.call.arguments[0] if isinstance(statement, t.Do) else None
        if not isinstance(target, WeightOf) or not isinstance(wrapped, Use):
            continue
        owner, weight = target.layer, target.name
        told = not isinstance(owner, Reference) or owner.name != name or usually_trains(weight)
        if not told and trains_within(context, wrapped, weight):
            context.report.error(
                "assign-trainable",
                f"`{wrapper.name}` assigns `{weight}` of what it wraps, which trains here",
                wrapped.span,
                help=f'call it with the value in place: `{name}(…, weights={{"{weight}": …}})`',
                related=(Related("the assign", target.span),),
            )
            return


def _all_weights(context: Context, layer: Use) -> frozenset[str]:
    """The names of the weights that a layer itself may have."""
    found = context.class_of(layer)
    if isinstance(found, Layer):
        return frozenset(weight.name for weight in found.weights)
    return frozenset(found.variables) if found is not None else frozenset()
