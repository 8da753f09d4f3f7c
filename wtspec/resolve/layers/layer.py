"""Resolves a declared layer, or the model, which is a layer too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from wtspec.document import Scalar, Step
from wtspec.language import Body, Expression
from wtspec.language import tree as t
from wtspec.program.bound import Reference
from wtspec.program.declared import (
    Computed,
    Dim,
    Input,
    Layer,
    Param,
    Pattern,
    State,
    Sublayer,
    Wrapped,
)
from wtspec.program.dims import bind_dims, computed_axes, fixed_axes
from wtspec.program.dtypes import check_dtype
from wtspec.program.kinds import Kind
from wtspec.program.masks import mask_names
from wtspec.program.walk import expressions
from wtspec.resolve.bind.body import bind_body
from wtspec.resolve.bind.expressions import new_binder
from wtspec.resolve.bind.scope import Scope, Symbol
from wtspec.resolve.checks.check_cell import check_cell
from wtspec.resolve.checks.check_layer import adds_loss, check_repeated_losses
from wtspec.resolve.checks.check_scan import check_scans
from wtspec.resolve.checks.check_wrapped import check_wrapped
from wtspec.resolve.checks.one_size import check_one_size
from wtspec.resolve.context import Context
from wtspec.resolve.layers.params import resolve_params
from wtspec.resolve.layers.requires import resolve_requires
from wtspec.resolve.layers.sublayers import heeds_training, resolve_sublayers, sublayer_symbols
from wtspec.resolve.layers.weight_paths import usually_trains
from wtspec.resolve.layers.weights import resolve_weights
from wtspec.spec import InputSpec, LayerSpec, ModelSpec

_OF_MASKS = ("param", "dim", "input", "weight", "classes")
"""The parts that a name may play in the formula of a mask."""


def resolve_layer(context: Context, name: str, spec: LayerSpec) -> Layer:
    """A layer under `layers`; faults go to the report."""
    context = context.within("layers", name)
    steps: tuple[Step, ...] = ("layers", name)
    inputs = _inputs(context, (*steps, "inputs"), spec.inputs)
    wraps = _wraps(context, (*steps, "wraps"), spec)
    dims = bind_dims(context.report, (*inputs, *wraps), frozenset(spec.params))
    usable = [dim.name for dim in dims if not dim.dynamic]
    params = resolve_params(context, (*steps, "params"), spec.params, usable)
    return _resolve(context, steps, name, spec, params, inputs, wraps, dims)


def resolve_model(context: Context, name: str, spec: ModelSpec, params: tuple[Param, ...]) -> Layer:
    """The model; the file's params are its own."""
    context = context.within("model")
    inputs = _inputs(context, ("model", "inputs"), spec.inputs)
    dims = bind_dims(context.report, inputs, frozenset(param.name for param in params))
    layer = _resolve(context, ("model",), name, spec, params, inputs, (), dims)
    return replace(layer, is_model=True)


def _resolve(
    context: Context,
    steps: tuple[Step, ...],
    name: str,
    spec: LayerSpec | ModelSpec,
    params: tuple[Param, ...],
    inputs: tuple[Input, ...],
    wraps: tuple[Wrapped, ...],
    dims: tuple[Dim, ...],
) -> Layer:
    place = "the model" if steps == ("model",) else f"the layer `{name}`"
    faulty = Symbol("local", Kind.UNKNOWN)
    own = spec.params if isinstance(spec, LayerSpec) else {}
    symbols = {
        **dict.fromkeys(own, faulty),
        **_dim_symbols(dims, context, steps),
        **_param_symbols(params),
    }
    if steps == ("model",):
        symbols["classes()"] = Symbol("classes", Kind.STATIC)
    sized = {one.name: _sized(one) for one in inputs} | symbols
    build_scope = context.scope(place, sized, tensors=False, random=False)
    computed = _computed_sizes(context, inputs, symbols)
    weights, weight_symbols, reads = resolve_weights(context, steps, spec.weights, build_scope)
    sublayers, sublayer_reads, broken = resolve_sublayers(context, steps, spec, build_scope)
    states = _states(context, steps, spec, build_scope)
    returns, bound_returns = _returns(context, steps, spec, build_scope)
    call_symbols = {
        **symbols,
        **{
            one.name: Symbol("input", Kind.TENSOR, optional=one.optional, span=one.span)
            for one in inputs
        },
        **dict.fromkeys(spec.state if isinstance(spec, LayerSpec) else {}, faulty),
        **{one.name: Symbol("state", Kind.TENSOR, span=one.span) for one in states},
        **weight_symbols,
        **sublayer_symbols(context, sublayers),
        **dict.fromkeys(broken, faulty),
        **{wrap.name: _wrapped_symbol(wrap) for wrap in wraps},
        "training": Symbol("training", Kind.STATIC),
    }
    binder = new_binder(context.scope(place, call_symbols), context.report)
    binder.tells_training = steps == ("model",)
    body = _body(context, steps, spec, inputs, sublayers)
    bound = bind_body(binder, body, statements=True)
    mask, mask_reads = _mask(context, steps, spec, inputs, call_symbols)
    requires, required = resolve_requires(context, steps, spec, build_scope)
    reads |= sublayer_reads | mask_reads | required
    facts = replace(binder.facts, reads=binder.facts.reads | reads)
    layer = Layer(
        name=name,
        doc=spec.doc,
        span=context.document.key_span(*steps),
        params=params,
        inputs=inputs,
        dims=dims,
        weights=weights,
        sublayers=sublayers,
        states=states,
        wraps=wraps,
        body=bound,
        facts=facts,
        returns=returns,
        bound_returns=bound_returns,
        sequential=spec.sequential is not None,
        computed=computed,
        classes=tuple(sorted(r[8:-1] for r in facts.reads if r.startswith("classes("))),
        torn=context.gaps.torn.get(steps, frozenset()),
        mask=mask,
        requires=requires,
        heeds_training=facts.uses_training
        or any(heeds_training(context, one.layer) for one in sublayers),
        adds_loss=facts.adds_loss or any(adds_loss(context, one) for one in sublayers),
    )
    check_wrapped(context, sublayers)
    check_scans(context, layer)
    if states:
        check_cell(context, layer)
    if steps == ("model",):
        check_repeated_losses(context, layer)
    return layer


def _inputs(
    context: Context, steps: tuple[Step, ...], specs: dict[str, list[str | int] | InputSpec]
) -> tuple[Input, ...]:
    found: list[Input] = []
    for name, spec in specs.items():
        long_form = isinstance(spec, InputSpec)
        node = context.node(*steps, name, "shape") if long_form else context.node(*steps, name)
        if long_form and spec.dtype is not None:
            check_dtype(context.report, spec.dtype, context.document.span(*steps, name, "dtype"))
        found.append(
            Input(
                name=name,
                pattern=context.pattern(node),
                dtype=spec.dtype if long_form else None,
                optional=spec.optional if long_form else False,
                doc=spec.doc if long_form else None,
                span=context.document.key_span(*steps, name),
            )
        )
    return tuple(sorted(found, key=lambda one: one.optional))


def _wraps(context: Context, steps: tuple[Step, ...], spec: LayerSpec) -> tuple[Wrapped, ...]:
    found: list[Wrapped] = []
    for name in spec.wraps:
        pattern = context.pattern(context.node(*steps, name))
        found.append(Wrapped(name, pattern, context.document.key_span(*steps, name)))
    return tuple(found)


def _sized(one: Input) -> Symbol:
    """An input where the layer is built: its sizes are known there, not its value."""
    return Symbol("shaped", Kind.TENSOR, optional=one.optional, span=one.span)


def _wrapped_symbol(wrap: Wrapped) -> Symbol:
    """A wrapped layer may be any: what its weights are called is all that tells if they train."""
    return Symbol(
        "layer",
        Kind.LAYER,
        trains_within=lambda name: True if usually_trains(name) else None,
        span=wrap.span,
    )


def _param_symbols(params: tuple[Param, ...]) -> dict[str, Symbol]:
    return {
        param.name: Symbol(
            "param",
            Kind.STATIC,
            type=param.type,
            late=param.settled == "build",
            value=param.known.value if isinstance(param.known, t.Value) else None,
            span=param.span,
        )
        for param in params
    }


def _dim_symbols(
    dims: tuple[Dim, ...], context: Context, steps: tuple[Step, ...]
) -> dict[str, Symbol]:
    return {
        dim.name: Symbol(
            "dim",
            Kind.DYNAMIC if dim.dynamic else Kind.STATIC,
            span=context.document.span(*steps, "inputs", dim.source),
        )
        for dim in dims
    }


def _computed_sizes(
    context: Context, inputs: tuple[Input, ...], symbols: dict[str, Symbol]
) -> tuple[Computed, ...]:
    """Formulas in patterns, which may use names that are bound elsewhere.

    Plain numbers too, where there are several inputs: Keras's own check is for one.
    """
    found: list[Computed] = []
    for one in inputs:
        if len(inputs) > 1 and not one.optional:
            found += [Computed(one.name, axis, size) for size, axis in fixed_axes(one.pattern)]
        scope = context.scope(f"the input `{one.name}`", symbols, tensors=False)
        for entry, axis in computed_axes(one.pattern):
            size, kind = new_binder(scope, context.report).bind(entry)
            check_one_size(size, context.report)
            if kind is Kind.STATIC and not one.optional:
                found.append(Computed(one.name, axis, size))
    return tuple(found)


def _states(
    context: Context, steps: tuple[Step, ...], spec: LayerSpec | ModelSpec, scope: Scope
) -> tuple[State, ...]:
    found: list[State] = []
    for name, one in (spec.state if isinstance(spec, LayerSpec) else {}).items():
        long_form = isinstance(one, InputSpec)
        path = (*steps, "state", name, "shape") if long_form else (*steps, "state", name)
        pattern = context.pattern(context.node(*path))
        first = pattern.entries[0] if pattern.entries else None
        if not isinstance(first, t.Name) or len(pattern.entries) < 2:
            context.report.error(
                "state-shape",
                f"the state `{name}` needs the batch first, then its own sizes",
                pattern.span,
                expected="a shape such as `[batch, units]`",
            )
            continue
        binder = new_binder(scope, context.report)
        shape = tuple(binder.static(entry, "a shape") for entry in pattern.entries[1:])
        _check_known(context, name, shape, scope)
        span = context.document.key_span(*steps, "state", name)
        if long_form and one.dtype is not None:
            place = context.document.span(*steps, "state", name, "dtype")
            check_dtype(context.report, one.dtype, place)
        found.append(State(name, shape, one.dtype if long_form else None, span))
    return tuple(found)


def _mask(
    context: Context,
    steps: tuple[Step, ...],
    spec: LayerSpec | ModelSpec,
    inputs: tuple[Input, ...],
    symbols: dict[str, Symbol],
) -> tuple[Literal["pass", "end"] | Expression | None, frozenset[str]]:
    """What the file says of the layer's mask; a formula's with the names that it reads."""
    if spec.mask is None or spec.mask in ("pass", "end"):
        return spec.mask, frozenset()
    node = context.node(*steps, "mask")
    parsed = context.expression(node) if isinstance(node, Scalar) else None
    if parsed is None:
        return None, frozenset()
    names = () if steps == ("model",) else mask_names(inputs)
    known = {name: one for name, one in symbols.items() if one.role in _OF_MASKS}
    known |= {name: Symbol("input", Kind.TENSOR) for name in names}
    binder = new_binder(context.scope("`mask`", known, random=False), context.report)
    return binder.bind(parsed)[0], frozenset(binder.reads)


def _check_known(context: Context, name: str, shape: tuple[Expression, ...], scope: Scope) -> None:
    """Notes sizes of a state that only inputs tell: Keras asks for them before it has any."""
    for one in (node for entry in shape for node in expressions(entry)):
        symbol = scope.symbols.get(one.name) if isinstance(one, Reference) else None
        if isinstance(one, Reference) and symbol is not None and (one.role == "dim" or symbol.late):
            context.report.error(
                "state-shape",
                f"the state `{name}` has the size `{one.name}`, which only an input tells",
                one.span,
                expected="numbers and params, since Keras asks for it before there is an input",
                help="declare a param for it, such as `units: {type: int, min: 1}`",
            )
            return


def _returns(
    context: Context, steps: tuple[Step, ...], spec: LayerSpec | ModelSpec, scope: Scope
) -> tuple[Pattern | tuple[tuple[str | int, Pattern], ...] | None, tuple[Expression, ...] | None]:
    """The declared output shape; bound too where its sizes are all known by name."""
    if spec.returns is None:
        return None, None
    names: Iterable[str | int] = ()
    if isinstance(spec.returns, dict):
        names = spec.returns
    elif any(isinstance(one, list) for one in spec.returns):
        names = range(len(spec.returns))
    several = [(one, context.pattern(context.node(*steps, "returns", one))) for one in names]
    if several:
        return tuple(several), None
    pattern = context.pattern(context.node(*steps, "returns"))
    binder = new_binder(scope, context.report)
    bound = tuple(
        entry if _is_anything(entry) else binder.bind(entry)[0] for entry in pattern.entries
    )
    known = not any(isinstance(entry, t.Name) for entry in bound)
    return pattern, bound if known else None


def _is_anything(entry: Expression) -> bool:
    return isinstance(entry, t.Dots) or (isinstance(entry, t.Name) and entry.id == "_")


def _body(
    context: Context,
    steps: tuple[Step, ...],
    spec: LayerSpec | ModelSpec,
    inputs: tuple[Input, ...],
    sublayers: tuple[Sublayer, ...],
) -> Body:
    if spec.sequential is not None:
        return _chain(context, steps, inputs, sublayers)
    node = context.document.find(*steps, "call")
    parsed = context.body(node) if isinstance(node, Scalar) else None
    if parsed is None:
        span = context.document.span(*steps)
        return Body((t.Return(t.Value(None, span=span), span=span),), span=span)
    return parsed


def _chain(
    context: Context,
    steps: tuple[Step, ...],
    inputs: tuple[Input, ...],
    sublayers: tuple[Sublayer, ...],
) -> Body:
    """The body of a `sequential`: each sublayer in turn."""
    span = context.document.span(*steps, "sequential")
    taken = {sublayer.name for sublayer in sublayers}
    local = next(name for name in ("x", "y", "h", "hidden", "value") if name not in taken)
    value: Expression = t.Name(inputs[0].name if inputs else local, span=span)
    statements: list[t.Statement] = []
    for index, sublayer in enumerate(sublayers):
        place = sublayer.span
        value = _applied(sublayer, replace(value, span=place))
        if index == len(sublayers) - 1:
            statements.append(t.Return(value, span=place))
        else:
            statements.append(t.Assign((local,), value, span=place))
            value = t.Name(local, span=place)
    if not sublayers:
        statements.append(t.Return(value, span=span))
    return Body(tuple(statements), span=span)


def _applied(sublayer: Sublayer, value: Expression) -> Expression:
    """The sublayer's output; the value itself where the sublayer does not exist."""
    place = sublayer.span
    name = t.Name(sublayer.name, span=place)
    call = t.Call(name, (value,), span=place)
    if sublayer.when is None:
        return call
    nothing = t.Value(None, span=place)
    exists = t.Compare(name, ("is not",), (nothing,), span=place)
    return t.Conditional(exists, call, value, span=place)
