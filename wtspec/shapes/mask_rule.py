"""Where a layer's outputs bear the mask of its first input: where they have the dims of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wtspec.language import tree as t
from wtspec.program.declared import Function, Input, Layer, Pattern
from wtspec.program.masks import is_mask, mask_names, tensors
from wtspec.program.outputs import returned
from wtspec.shapes.algebra.polynomial import symbol
from wtspec.shapes.algebra.shape import Entry, Rest, Shape, has_rest
from wtspec.shapes.algebra.values import Abstract, Fact, Named, Several, Tensor, shape_of
from wtspec.shapes.declarations import declared_shape
from wtspec.shapes.expressions.evaluate import new_run
from wtspec.shapes.follow import follow
from wtspec.shapes.inference import TooLongError
from wtspec.shapes.outermost import outermost
from wtspec.shapes.outputs import parts_of, put_together

KEEPING = Fact("linear")
"""What an activation is taken for: none has anything to do with the dims of masks."""

Passed = bool | tuple[bool, ...] | tuple[tuple[str, bool], ...]
"""Whether the output bears the mask; one for each of several, by name where they have names."""


def passes_mask(
    layer: Layer, layers: Mapping[str, Layer], functions: Mapping[str, Function]
) -> Passed:
    """Which outputs of a layer bear the mask of its first input.

    What the file says holds; else it passes where an output's leading dims are certainly those
    that the mask has.
    """
    if layer.mask is not None:
        return _each(layer, passes=layer.mask == "pass")
    first = next(iter(tensors(layer.inputs)), None)
    if first is None or layer.is_model or layer.states:
        return _each(layer, passes=False)
    try:
        return _certain(layer, first, layers, functions)
    except TooLongError:
        return _each(layer, passes=False)


def any_passed(passed: Passed) -> bool:
    """Whether any output bears the mask."""
    return any(_flat(passed))


def all_passed(passed: Passed) -> bool:
    """Whether there is one output, and it bears the mask."""
    return passed is True


def keeps_rank(
    layer: Layer, layers: Mapping[str, Layer], functions: Mapping[str, Function]
) -> bool:
    """Whether a layer's output certainly has as many dims as its first input."""
    first = next(iter(tensors(layer.inputs)), None)
    if first is None:
        return False
    try:
        entries, _, output = _outputs(layer, first, layers, functions, apart=False)
    except TooLongError:
        return False
    shape = shape_of(output)
    return shape is not None and len(shape) == len(entries) and has_rest(shape) == has_rest(entries)


def _flat(passed: Passed) -> list[bool]:
    if isinstance(passed, bool):
        return [passed]
    return [one if isinstance(one, bool) else one[1] for one in passed]


def _each(layer: Layer, *, passes: bool) -> Passed:
    """The same for each output that the body returns."""
    value = next(iter(returned(layer.body.statements)), None)
    match value:
        case t.Tuple(items):
            return (passes,) * len(items)
        case t.Dict(items):
            return tuple((name, passes) for name, _ in items)
        case _:
            return passes


def _certain(
    layer: Layer, first: Input, layers: Mapping[str, Layer], functions: Mapping[str, Function]
) -> Passed:
    entries, shapes, output = _outputs(layer, first, layers, functions, apart=False)
    mask = _mask_shape(layer, first, shapes)
    if not mask:
        return _each(layer, passes=False)
    if _is_plain(first, len(mask)):
        return _compared(output, lambda shape: shape is not None and shape[: len(mask)] == mask)
    # Equal sizes may be those of different axes: their own names tell them apart.
    _, apart, other = _outputs(layer, first, layers, functions, apart=True)
    own = apart[first.name]

    def aligned(shape: Shape | None) -> bool:
        if shape is None or len(shape) < len(mask):
            return False
        same_rank = len(shape) == len(entries) and has_rest(shape) == has_rest(entries)
        return all(
            one == own[axis] or (same_rank and one in (None, entries[axis]))
            for axis, one in enumerate(shape[: len(mask)])
        )

    return _compared(other, aligned)


def _outputs(
    layer: Layer,
    first: Input,
    layers: Mapping[str, Layer],
    functions: Mapping[str, Function],
    *,
    apart: bool,
) -> tuple[Shape, dict[str, Shape], Abstract]:
    """The first input's shape, those of all inputs, and what the body gives.

    Args:
        apart: Whether each axis of the first input has a size of its own.
    """
    run = new_run(layers, functions)
    run.wrapped_alike = True
    kept: dict[str, Abstract] = {
        one.name: KEEPING for one in layer.params if one.type == "activation"
    }
    frame, shapes = outermost(run, layer, kept)
    entries = shapes[first.name]
    if apart:
        shapes[first.name] = _apart(first.name, entries)
        frame.names[first.name] = Tensor(shapes[first.name])
    output = follow(run, frame, layer.body)
    returns = layer.returns
    if isinstance(returns, Pattern) and shape_of(output) is None:
        output = Tensor(declared_shape(run, frame, returns))
    if isinstance(returns, tuple):
        known = parts_of(output)
        output = put_together(
            [
                (name, known.get(name) or Tensor(declared_shape(run, frame, one)))
                for name, one in returns
            ]
        )
    return entries, shapes, output


def _apart(name: str, shape: Shape) -> Shape:
    sizes: list[Entry] = list(shape)
    for axis in range(1, len(shape)):
        if not isinstance(shape[axis], Rest):
            sizes[axis] = symbol(f"{name} {axis}", "axis")
    return tuple(sizes)


def _mask_shape(layer: Layer, first: Input, shapes: Mapping[str, Shape]) -> Shape | None:
    """The dims of a mask: as declared, else those of what bears it but for its features."""
    shape = shapes[first.name]
    names = [name for name, source in mask_names(layer.inputs).items() if source == first.name]
    given = next((one for one in layer.inputs if is_mask(one) and one.name in names), None)
    if given is not None:
        own = shapes[given.name]
        if not has_rest(own) and shape[: len(own)] == own:
            return own
        if not has_rest(own) and not has_rest(shape):
            return None
    # What features `...` ends with can't be known from the rest of it: all of it is to be there.
    return shape[:-1] if len(shape) > 1 and not isinstance(shape[-1], Rest) else shape


def _is_plain(first: Input, count: int) -> bool:
    """Whether the first so many dims of an input have names, each of which stands there alone."""
    entries = first.pattern.entries
    names = [entry.id for entry in entries if isinstance(entry, t.Name) and entry.id != "_"]
    return all(
        isinstance(entry, t.Dots)
        or (isinstance(entry, t.Name) and names.count(entry.id) == (entry.id != "_"))
        for entry in entries[:count]
    )


def _compared(output: Abstract, fits: Callable[[Shape | None], bool]) -> Passed:
    match output:
        case Several(items):
            return tuple(not isinstance(one, Rest) and fits(shape_of(one)) for one in items)
        case Named(items):
            return tuple((name, fits(shape_of(item))) for name, item in items)
        case _:
            return fits(shape_of(output))
