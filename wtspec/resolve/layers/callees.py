"""What bodies know of the layers that they call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from wtspec.catalog import Component, Parameter, has
from wtspec.program.bound import Reference
from wtspec.program.declared import Items, Layer, Sublayer, Use, Value
from wtspec.program.kinds import Kind
from wtspec.resolve.bind.scope import Callee, Symbol
from wtspec.resolve.context import Context
from wtspec.resolve.layers.weight_paths import has_weight, trains_within


def callees(context: Context, sublayers: Iterable[Sublayer]) -> dict[str, Symbol]:
    """The sublayers as names that bodies may use."""
    return {
        one.name: Symbol(
            "layer",
            Kind.LAYERS if one.repeat is not None else Kind.LAYER,
            span=one.span,
            layer=Callee(
                has_weight=partial(has_weight, context, one.layer),
                trains_within=_trains_within(context, one),
                inputs=_inputs(context, one.layer),
                weights=_weights(context, one.layer),
                depends_on_training=depends_on_training(context, one.layer),
                remat=one.remat,
                scan=one.scan,
            ),
        )
        for one in sublayers
    }


def _trains_within(context: Context, one: Sublayer) -> Callable[[str], bool | None]:
    if not one.trainable:
        return lambda _name: False
    return partial(trains_within, context, one.layer)


def _inputs(context: Context, layer: Value) -> tuple[Parameter, ...] | None:
    match context.class_of(layer):
        case Component(call=parameters):
            return parameters or None
        case Layer(states=()) as declared if not declared.incomplete & {"inputs", "state"}:
            inputs = (Parameter(one.name, required=not one.optional) for one in declared.inputs)
            return (*inputs, Parameter("training", required=False, keyword_only=True))
        case _:
            return None


def _weights(context: Context, layer: Value) -> tuple[str, ...] | None:
    match context.class_of(layer):
        case Component(variables=names):
            return names or None
        case Layer() as declared if "weights" not in declared.incomplete:
            return tuple(weight.name for weight in declared.weights)
        case _:
            return None


def depends_on_training(context: Context, layer: Value) -> bool:
    """Whether a layer, or one that it is given or made of, may behave otherwise in training."""
    if isinstance(layer, Items):
        return any(depends_on_training(context, one) for one in layer.items)
    if not isinstance(layer, Use):
        return isinstance(layer, Reference)
    found = context.class_of(layer)
    inner = [value for name, value in layer.arguments if _takes_layer(found, layer, name)]
    if any(depends_on_training(context, value) for value in inner):
        return True
    if isinstance(found, Component):
        takes = any(parameter.name == "training" for parameter in found.call)
        return takes and not has(found.name, "same_in_training")
    return found is None or found.depends_on_training


def _takes_layer(found: Component | Layer | None, layer: Use, argument: str) -> bool:
    if isinstance(found, Component):
        parameter = found.parameter(argument)
        return parameter is not None and bool({"layer", "layers"} & set(parameter.accepts))
    param = found.param(argument) if found is not None else None
    return argument in layer.wraps or (param is not None and param.type == "layer")
