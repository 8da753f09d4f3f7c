"""Checks that a wrapper's weights have other names than those of what it wraps."""

from __future__ import annotations

from wtspec.errors import Related
from wtspec.language import tree as t
from wtspec.program.context import Context
from wtspec.program.declared import Layer, Sublayer, Use, Value


def check_wrapped(context: Context, sublayers: tuple[Sublayer, ...]) -> None:
    """Notes weights of one path: a wrapped layer's keep the paths that they have unwrapped."""
    for sublayer in sublayers:
        use = sublayer.layer
        if not isinstance(use, Use) or not isinstance(use.component, str):
            continue
        wrapper = context.names.layer(use.component)
        for name, value in use.arguments:
            if wrapper is not None and name in use.wraps:
                _check_names(context, sublayer, wrapper, value)


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
    if not isinstance(layer, Use):
        return frozenset()
    if isinstance(layer.component, str):
        declared = context.names.layer(layer.component)
        own = declared.weights if declared is not None else ()
        return frozenset(weight.name for weight in own if weight.when is None)
    switched = any(isinstance(one, t.Value) and one.value is False for _, one in layer.arguments)
    return frozenset() if switched else frozenset(layer.component.variables)
