"""Resolves a declared layer, or the model, which is a layer too."""

from __future__ import annotations

from msgspec.structs import replace

from wtspec.program.declared import Layer, Param
from wtspec.program.dims import bind_dims
from wtspec.program.walk import classes_asked
from wtspec.resolve.bind.body import bind_body
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import DRAWING, STATIC
from wtspec.resolve.checks.check_cell import check_cell
from wtspec.resolve.checks.check_layer import adds_loss, check_repeated_losses
from wtspec.resolve.checks.check_scan import check_scans
from wtspec.resolve.checks.check_wrapped import check_wrapped
from wtspec.resolve.context import Context
from wtspec.resolve.layers.body import read_body
from wtspec.resolve.layers.callees import depends_on_training
from wtspec.resolve.layers.inputs import resolve_computed, resolve_inputs, resolve_wraps
from wtspec.resolve.layers.outline import Outline
from wtspec.resolve.layers.outputs import resolve_mask, resolve_returns
from wtspec.resolve.layers.params import resolve_params
from wtspec.resolve.layers.requires import resolve_requires
from wtspec.resolve.layers.states import resolve_states
from wtspec.resolve.layers.sublayers import resolve_sublayers
from wtspec.resolve.layers.symbols import called_symbols, declared_symbols, sized_symbols
from wtspec.resolve.layers.weights import resolve_weights
from wtspec.spec import LayerSpec, ModelSpec


def resolve_layer(context: Context, name: str, spec: LayerSpec) -> Layer:
    """A layer under `layers`; faults go to the report."""
    context = context.within("layers", name)
    inputs = resolve_inputs(context, spec)
    wraps = resolve_wraps(context, spec)
    dims = bind_dims(context.report, (*inputs, *wraps), frozenset(spec.params))
    usable = [dim.name for dim in dims if not dim.dynamic]
    params = resolve_params(context, spec, usable)
    return _resolve(Outline(context, name, spec, params, inputs, dims, wraps))


def resolve_model(context: Context, name: str, spec: ModelSpec, params: tuple[Param, ...]) -> Layer:
    """The model; the file's params are its own."""
    context = context.within("model")
    inputs = resolve_inputs(context, spec)
    dims = bind_dims(context.report, inputs, frozenset(param.name for param in params))
    outline = Outline(context, name, spec, params, inputs, dims, is_model=True)
    model = _resolve(outline)
    check_repeated_losses(context, model)
    return replace(model, classes=classes_asked(model))


def _resolve(outline: Outline) -> Layer:
    context, spec = outline.context, outline.spec
    declared = declared_symbols(outline)
    sized = sized_symbols(outline.inputs) | declared
    builder = new_binder(outline.scope(outline.place, sized, STATIC), context.report)
    computed = resolve_computed(context, outline.inputs, declared)
    weights, weight_symbols = resolve_weights(context, spec.weights, builder)
    sublayers, sublayer_symbols = resolve_sublayers(context, spec, builder)
    states = resolve_states(context, spec, builder.scope)
    returns, bound_returns = resolve_returns(context, spec, builder.scope)
    symbols = declared | called_symbols(outline, states, weight_symbols, sublayer_symbols)
    scope = outline.scope(outline.place, symbols, DRAWING)
    binder = new_binder(replace(scope, tells_training=outline.is_model), context.report)
    body = bind_body(binder, read_body(outline, sublayers), statements=True)
    mask = resolve_mask(outline, symbols, builder)
    requires = resolve_requires(context, spec, builder)
    facts = replace(binder.found, reads=binder.found.reads | builder.found.reads).facts
    layer = Layer(
        name=outline.name,
        doc=spec.doc,
        span=spec.key_span(),
        params=outline.params,
        inputs=outline.inputs,
        dims=outline.dims,
        weights=weights,
        sublayers=sublayers,
        states=states,
        wraps=outline.wraps,
        body=body,
        facts=facts,
        returns=returns,
        bound_returns=bound_returns,
        sequential=spec.sequential is not None,
        is_model=outline.is_model,
        computed=computed,
        incomplete=context.lost,
        mask=mask,
        requires=requires,
        depends_on_training=facts.uses_training
        or any(depends_on_training(context, one.layer) for one in sublayers),
        adds_loss=facts.adds_loss or any(adds_loss(context, one) for one in sublayers),
    )
    check_wrapped(context, sublayers)
    check_scans(context, layer)
    if states:
        check_cell(context, layer)
    return layer
