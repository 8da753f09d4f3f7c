"""Enters declared layers: their params, dims and inputs at one use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtspec.language import tree as t
from wtspec.program.declared import Input, Layer, Pattern, Use
from wtspec.program.dims import dots_index
from wtspec.program.masks import is_mask
from wtspec.shapes.algebra.shape import Entry, Rest, Shape, has_rest
from wtspec.shapes.algebra.values import (
    UNKNOWN,
    Abstract,
    Argument,
    Frame,
    Named,
    Perhaps,
    Several,
    Tensor,
    shape_of,
    size_of,
)
from wtspec.shapes.evaluate import argument, entry_of
from wtspec.shapes.follow import follow
from wtspec.shapes.given import NONE
from wtspec.shapes.match import match
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.run import Run


def enter(
    run: Run,
    layer: Layer,
    arguments: Mapping[str, Abstract],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Frame:
    """The frame of a layer that is made and called with these arguments."""
    frame = Frame(layer)
    frame.wrapped = {name: one for name, one in arguments.items() if isinstance(one, Argument)}
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


def add_states(run: Run, frame: Frame, layer: Layer) -> None:
    """Gives a cell's states their shapes, which begin with the batch."""
    if not layer.states:
        return
    first = shape_of(frame.names[layer.inputs[0].name]) if layer.inputs else None
    batch = first[0] if first and not isinstance(first[0], Rest) else None
    for state in layer.states:
        sizes = tuple(entry_of(run, frame, entry) for entry in state.shape)
        frame.names[state.name] = Tensor((batch, *sizes))


def add_defaults(run: Run, frame: Frame, layer: Layer) -> None:
    """Gives the params that are not set their defaults, or the formulas for these."""
    for param in layer.params:
        given = frame.params.get(param.name, NONE)
        late = param.settled != "given"
        if param.name in frame.params and not (late and given == NONE):
            continue
        if param.default is not None:
            frame.params[param.name] = argument(run, frame.at(), param.default)


def bind_pattern(frame: Frame, pattern: Pattern, shape: Shape | None) -> None:
    """Binds the dims that a pattern names to the sizes of a shape."""
    pairs, _ = match(pattern, shape)
    own = frame.layer.params if frame.layer else ()
    params = {param.name for param in own}
    for entry, size in pairs:
        if isinstance(entry, t.Name) and entry.id not in params and entry.id != "_":
            known = frame.dims.get(entry.id)
            frame.dims[entry.id] = known if known is not None else size_of(size)


def _bind_wrapped(
    run: Run, frame: Frame, name: str, pattern: Pattern, inputs: Mapping[str, Abstract]
) -> None:
    """A wrapped layer is asked for its output's shape, as if called on the first input."""
    from wtspec.shapes.use import call_use

    given = frame.wrapped.get(name)
    first = next(iter(inputs.values()), None)
    if given is None:
        return
    with run.silently():
        try:
            found = call_use(run, given, (first,), {})
        except MisfitError:
            return
    bind_pattern(frame, pattern, shape_of(found))


def output_of(run: Run, frame: Frame) -> Abstract:
    """What the layer of a frame gives, as it declares or as its body shows."""
    layer = frame.layer
    if layer is None or layer.states:
        return None
    returns = layer.returns
    found = follow(run, frame, layer.body) if run.report is not None or returns is None else None
    if returns is None or frame.unkept:
        return None if frame.unkept else found
    if isinstance(returns, Pattern):
        return _declared_output(run, frame, returns, found)
    known = parts_of(found)
    pairs = [(n, _declared_output(run, frame, one, known.get(n))) for n, one in returns]
    return put_together(pairs)


def parts_of(value: Abstract) -> dict[str | int, Abstract]:
    """Several outputs by their names or positions; nothing where there are not several."""
    if isinstance(value, Named):
        return {name: item for name, item in value.items}  # noqa: C416 - keys of another type
    items = value.items if isinstance(value, Several) else ()
    return {at: None if isinstance(one, Rest) else one for at, one in enumerate(items)}


def put_together(pairs: Sequence[tuple[str | int, Abstract]]) -> Abstract:
    """Several outputs, by their names or in their order."""
    named = tuple((name, one) for name, one in pairs if isinstance(name, str))
    return Named(named) if named else Several(tuple(one for _, one in pairs))


def _declared_output(run: Run, frame: Frame, pattern: Pattern, found: Abstract) -> Abstract:
    """What `returns` says, but for what the body was seen to give."""
    declared = declared_shape(run, frame, pattern)
    if run.report is None:
        return Tensor(declared)
    shape = shape_of(found)
    if shape is None:
        return Tensor(declared if dots_index(pattern) is None else None)
    if declared is None or len(declared) != len(shape) or has_rest(declared) or has_rest(shape):
        return Tensor(shape)
    pairs = zip(shape, declared, strict=True)
    return Tensor(tuple(one if one is not None else other for one, other in pairs))


def declared_shape(run: Run, frame: Frame, pattern: Pattern) -> Shape | None:
    """The shape that a pattern says."""
    found: list[Entry] = []
    for entry in pattern.entries:
        if not isinstance(entry, t.Dots):
            found.append(entry_of(run, frame, entry))
        elif frame.rest is None:
            return None
        else:
            found += frame.rest
    return tuple(found)


def cell_output(run: Run, given: Argument, shape: Shape) -> Shape | None:
    """What a declared cell gives for one step of a sequence."""
    use = given.use
    layer = run.layers.get(use.name) if isinstance(use, Use) else None
    if not isinstance(use, Use) or layer is None or not layer.states:
        return None
    arguments = {name: argument(run, given.frame, value) for name, value in use.arguments}
    frame = enter(run, layer, arguments, (Tensor(shape),), {})
    if run.report is not None:
        from wtspec.shapes.check_layer import check_inputs, check_weights
        from wtspec.shapes.check_requires import check_requires

        check_inputs(run, frame, (Tensor(shape),), {})
        if not check_requires(run, frame, use):
            return None
        check_weights(run, frame)
        follow(run, frame, layer.body)
    if isinstance(layer.returns, Pattern):
        return declared_shape(run, frame, layer.returns)
    own = tuple(entry_of(run, frame, entry) for entry in layer.states[0].shape)
    return (shape[0], *own)
