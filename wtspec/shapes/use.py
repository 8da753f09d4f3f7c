"""What a component gives when it is called as a layer."""

from __future__ import annotations

from collections.abc import Mapping

from wtspec.catalog import Component
from wtspec.program.declared import Layer, Use
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.values import Abstract, Argument, Frame, Perhaps, Tensor, shape_of
from wtspec.shapes.evaluate import argument
from wtspec.shapes.given import Given, bind_arguments
from wtspec.shapes.keras_layers import LayerUse, rule_of
from wtspec.shapes.keras_layers.ranks import check_rank
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.nested import cell_output, enter, output_of
from wtspec.shapes.operations.elementwise import keeps_shape
from wtspec.shapes.run import Run


def call_use(
    run: Run, given: Argument, positional: tuple[Abstract, ...], keywords: Mapping[str, Abstract]
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
        found = _output(run, layer, use, arguments, positional, keywords)
    finally:
        run.leave()
    run.known[how] = found
    return found


def _output(
    run: Run,
    layer: Layer,
    use: Use,
    arguments: Mapping[str, Abstract],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Abstract:
    frame = enter(run, layer, arguments, positional, keywords)
    if run.report is None:
        return output_of(run, frame)
    from wtspec.shapes.check_layer import check_inputs, check_weights
    from wtspec.shapes.check_requires import check_requires

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
    run: Run,
    component: Component,
    arguments: Mapping[str, Abstract],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Abstract:
    rule = rule_of(component.name)
    made = bind_arguments(component.parameters, (), arguments)
    called = bind_arguments(component.call, positional, keywords)
    first = called[component.call[0].name] if component.call else None
    outer = shape_of(first) if isinstance(first, Tensor | Perhaps) else None
    check_rank(component.name, outer)
    if rule is None or not _keeps(component, made):
        return None

    def inside(layer: Abstract, shape: Shape) -> Shape | None:
        if not isinstance(layer, Argument):
            return None
        try:
            return _inside(run, layer, shape)
        except MisfitError as misfit:
            if shape != outer:
                misfit.message = misfit.message.replace("{0}", "a step of {0}")
            raise

    return rule(LayerUse(made, called, outer, inside))


def _inside(run: Run, given: Argument, shape: Shape) -> Shape | None:
    """What a layer gives that is given to another, for one step if it is a cell."""
    layer = run.layers.get(given.use.name) if isinstance(given.use, Use) else None
    if layer is not None and layer.states:
        return cell_output(run, given, shape)
    return shape_of(call_use(run, given, (Tensor(shape),), {}))


def _keeps(component: Component, made: Given) -> bool:
    """Whether the activation among a layer's arguments certainly keeps shapes."""
    return component.parameter("activation") is None or keeps_shape(made["activation"])
