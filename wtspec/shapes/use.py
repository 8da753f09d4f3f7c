"""What a component gives when it is called as a layer."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.catalog import Component, facts
from wtspec.program.declared import Input, Layer, Pattern, Use
from wtspec.program.dims import dots_index
from wtspec.program.masks import is_mask
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Frame,
    GivenLayer,
    Perhaps,
    Tensor,
    shape_of,
)
from wtspec.shapes.checks.layer import check_inputs, check_weights
from wtspec.shapes.checks.requires import check_requires
from wtspec.shapes.declarations import (
    add_defaults,
    add_states,
    argument,
    bind_pattern,
    declared_shape,
    entry_of,
)
from wtspec.shapes.follow import follow
from wtspec.shapes.given import NONE, Given, bind_arguments
from wtspec.shapes.inference import Inference
from wtspec.shapes.keras_layers import LayerUse, rule_of
from wtspec.shapes.keras_layers.ranks import check_rank
from wtspec.shapes.match import match
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.operations.elementwise import keeps_shape
from wtspec.shapes.outputs import parts_of, put_together


def call_use(
    run: Inference,
    given: GivenLayer,
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Abstract:
    """What a layer that is given as a component gives for these inputs."""
    use = given.use
    if not isinstance(use, Use):
        return None
    arguments = {name: argument(run, given.frame, value) for name, value in use.arguments}
    if not isinstance(use.component, str):
        return _call_keras(run, use.component, arguments, positional, keywords)
    layer = run.layers.get(use.component)
    if layer is None:
        return None
    how = (
        layer.name,
        tuple(arguments.items()),
        positional,
        tuple(keywords.items()),
        run.silent > 0,
    )
    if how in run.known:
        return run.known[how]
    run.enter()
    try:
        output = _output(run, layer, use, arguments, positional, keywords)
    finally:
        run.leave()
    run.known[how] = output
    return output


def _output(
    run: Inference,
    layer: Layer,
    use: Use,
    arguments: Mapping[str, Abstract],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Abstract:
    frame = enter(run, layer, arguments, positional, keywords)
    if not run.checks:
        return output_of(run, frame)
    check_inputs(run, frame, positional, keywords)
    if not check_requires(run, frame, use):
        return None
    forks = run.forks
    check_weights(run, frame)
    is_known = not run.silent and not layer.states and _is_known(frame, layer)
    value = output_of(run, frame)
    if is_known and run.forks == forks:
        run.followed.add(layer.name)
    return value


def _is_known(frame: Frame, layer: Layer) -> bool:
    """Whether as much is known of params and inputs as of a layer's by itself."""
    shapes = [shape_of(frame.names[one.name]) for one in layer.inputs]
    sizes = [frame.params.get(param.name) for param in layer.params if param.type == "int"]
    return None not in sizes and all(
        shape is not None and None not in shape and not has_rest(shape) for shape in shapes
    )


def _call_keras(
    run: Inference,
    component: Component,
    arguments: Mapping[str, Abstract],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Abstract:
    known = facts(component.name)
    made = bind_arguments(component.parameters, (), arguments)
    called = bind_arguments(component.call, positional, keywords)
    first = called[component.call[0].name] if component.call else None
    outer = shape_of(first) if isinstance(first, Tensor | Perhaps) else None
    check_rank(component.name, outer)
    if known.shape is None or not _keeps(component, made):
        return None

    def inside(layer: Abstract, shape: Shape) -> Shape | None:
        if not isinstance(layer, GivenLayer):
            return None
        try:
            return output_inside(run, layer, shape)
        except MisfitError as misfit:
            if shape != outer:
                misfit.message = misfit.message.replace("{0}", "a step of {0}")
            raise

    return rule_of(known.shape)(LayerUse(made, called, outer, inside, known.rank))


def output_inside(run: Inference, given: GivenLayer, shape: Shape) -> Shape | None:
    """What a layer gives that is given to another, for one step if it is a cell."""
    layer = run.layers.get(given.use.name) if isinstance(given.use, Use) else None
    if layer is not None and layer.states:
        return cell_output(run, given, shape)
    return shape_of(call_use(run, given, (Tensor(shape),), {}))


def _keeps(component: Component, made: Given) -> bool:
    """Whether the activation among a layer's arguments certainly keeps shapes."""
    return component.parameter("activation") is None or keeps_shape(made["activation"])


def enter(
    run: Inference,
    layer: Layer,
    arguments: Mapping[str, Abstract],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Frame:
    """The frame of a layer that is made and called with these arguments."""
    frame = Frame(layer)
    frame.wrapped = {name: one for name, one in arguments.items() if isinstance(one, GivenLayer)}
    for param in layer.params:
        if param.name in arguments:
            frame.params[param.name] = arguments[param.name]
    names = [one.name for one in layer.inputs]
    inputs = {**dict(zip(names, positional, strict=False)), **keywords}
    for one in layer.inputs:
        bind_pattern(frame, one.pattern, shape_of(inputs.get(one.name)))
        if frame.rest is None and dots_index(one.pattern) is not None:
            frame.rest = match(one.pattern, shape_of(inputs.get(one.name)))[1]
    for wrap in layer.wraps:
        _bind_wrapped(run, frame, wrap.name, wrap.pattern, inputs)
    add_defaults(run, frame, layer)
    frame.names = dict(frame.dims)
    for one in layer.inputs:
        frame.names[one.name] = inputs.get(one.name, _not_given(one))
        frame.inputs[one.name] = frame.names[one.name]
    add_states(run, frame, layer)
    return frame


def _not_given(one: Input) -> Abstract:
    """What an input is that a call leaves out; Keras may have a mask for it."""
    if not one.optional:
        return None
    return Perhaps(UNKNOWN) if is_mask(one) else NONE


def _bind_wrapped(
    run: Inference, frame: Frame, name: str, pattern: Pattern, inputs: Mapping[str, Abstract]
) -> None:
    """A wrapped layer is asked for its output's shape, as if called on the first input."""
    given = frame.wrapped.get(name)
    first = next(iter(inputs.values()), None)
    if given is None:
        return
    with run.silently():
        try:
            output = call_use(run, given, (first,), {})
        except MisfitError:
            return
    bind_pattern(frame, pattern, shape_of(output))


def output_of(run: Inference, frame: Frame) -> Abstract:
    """What the layer of a frame gives, as it declares or as its body shows."""
    layer = frame.layer
    if layer is None or layer.states:
        return None
    returns = layer.returns
    output = follow(run, frame, layer.body) if run.checks or returns is None else None
    if returns is None or frame.unkept:
        return None if frame.unkept else output
    if isinstance(returns, Pattern):
        return _declared_output(run, frame, returns, output)
    known = parts_of(output)
    pairs = [(n, _declared_output(run, frame, one, known.get(n))) for n, one in returns]
    return put_together(pairs)


def _declared_output(
    run: Inference, frame: Frame, pattern: Pattern, returned: Abstract
) -> Abstract:
    """What `returns` says, but for what the body was seen to give."""
    declared = declared_shape(run, frame, pattern)
    if not run.checks:
        return Tensor(declared)
    shape = shape_of(returned)
    if shape is None:
        return Tensor(declared if dots_index(pattern) is None else None)
    if declared is None or len(declared) != len(shape) or has_rest(declared) or has_rest(shape):
        return Tensor(shape)
    pairs = zip(shape, declared, strict=True)
    return Tensor(tuple(one if one is not None else other for one, other in pairs))


def cell_output(run: Inference, given: GivenLayer, shape: Shape) -> Shape | None:
    """What a declared cell gives for one step of a sequence."""
    use = given.use
    layer = run.layers.get(use.name) if isinstance(use, Use) else None
    if not isinstance(use, Use) or layer is None or not layer.states:
        return None
    arguments = {name: argument(run, given.frame, value) for name, value in use.arguments}
    frame = enter(run, layer, arguments, (Tensor(shape),), {})
    if run.checks:
        check_inputs(run, frame, (Tensor(shape),), {})
        if not check_requires(run, frame, use):
            return None
        check_weights(run, frame)
        follow(run, frame, layer.body)
    if isinstance(layer.returns, Pattern):
        return declared_shape(run, frame, layer.returns)
    own = tuple(entry_of(run, frame, entry) for entry in layer.states[0].shape)
    return (shape[0], *own)
