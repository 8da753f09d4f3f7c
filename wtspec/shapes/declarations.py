"""What a layer's declarations stand for: arguments, sizes, conditions, weights and patterns."""

from __future__ import annotations

from wtspec.language import Expression
from wtspec.language import tree as t
from wtspec.program.bound import (
    Reference,
    Spread,
)
from wtspec.program.declared import Items, Layer, Pattern, Table, Use, Value, Weight
from wtspec.shapes.algebra.polynomial import Size
from wtspec.shapes.algebra.shape import Entry, Rest, Shape
from wtspec.shapes.algebra.values import (
    Abstract,
    Fact,
    Frame,
    GivenLayer,
    Perhaps,
    Several,
    Tensor,
    flag,
    shape_of,
    size_of,
)
from wtspec.shapes.given import NONE
from wtspec.shapes.inference import Inference
from wtspec.shapes.match import match
from wtspec.shapes.operations.create import check_sizes


def argument(run: Inference, frame: Frame, value: Value) -> Abstract:
    """What an argument of a component stands for."""
    if isinstance(value, Use | Items | Table):
        return GivenLayer(value, frame)
    if isinstance(value, Reference) and value.name in frame.wrapped:
        return frame.wrapped[value.name]
    return run.evaluate(frame, value)


def entry_of(run: Inference, frame: Frame, entry: Expression) -> Size:
    """The size that an entry of a pattern says, as it is outside of the body."""
    if isinstance(entry, t.Name):  # as most entries are
        return size_of(declared(frame, entry.id))
    return size_of(run.evaluate(frame.at(), entry))


def truth(run: Inference, frame: Frame, test: Expression) -> bool | None:
    """Whether a condition holds; None where that depends."""
    run.forks += 1
    return flag(run.evaluate(frame, test))


def declared(frame: Frame, name: str) -> Abstract:
    """What a param or dim stands for."""
    return frame.params[name] if name in frame.params else frame.dims.get(name)


def weight_of(run: Inference, frame: Frame, name: str) -> Abstract:
    """A declared weight, which may depend on a condition."""
    if name not in frame.weights:
        layer = frame.layer
        weight = next((one for one in layer.weights if one.name == name), None) if layer else None
        frame.weights[name] = _weight(run, frame.at(), weight) if weight is not None else None
    return frame.weights[name]


def _weight(run: Inference, built: Frame, weight: Weight) -> Abstract:
    holds = weight.when is None or truth(run, built, weight.when)
    if holds is False:
        return Fact(None)
    with run.silently(holds is None):
        shape = _sizes(run, built, weight.shape)
    return Tensor(shape) if holds else Perhaps(Tensor(shape))


def _sizes(run: Inference, built: Frame, entries: tuple[Expression, ...]) -> Shape | None:
    """A weight's shape; None where a list in it is not known."""
    sizes: list[Entry] = []
    for entry in entries:
        if not isinstance(entry, Spread):
            sizes.append(_size(run, built, entry))
            continue
        listed = run.evaluate(built, entry.items)
        if not isinstance(listed, Several):
            return None
        sizes += sizes_in(listed)
    return tuple(sizes)


def sizes_in(listed: Several) -> Shape:
    """The shape that a list says."""
    return tuple(one if isinstance(one, Rest) else size_of(one) for one in listed.items)


def _size(run: Inference, built: Frame, entry: Expression) -> Size:
    """A size of a weight; nothing is known of one that can't be."""
    size = size_of(run.evaluate(built, entry))
    return size if run.guard(built, entry, check_sizes, (size,)) else None


def add_states(run: Inference, frame: Frame, layer: Layer) -> None:
    """Gives a cell's states their shapes, which begin with the batch."""
    if not layer.states:
        return
    first = shape_of(frame.names[layer.inputs[0].name]) if layer.inputs else None
    batch = first[0] if first and not isinstance(first[0], Rest) else None
    for state in layer.states:
        sizes = tuple(entry_of(run, frame, entry) for entry in state.shape)
        frame.names[state.name] = Tensor((batch, *sizes))


def add_defaults(run: Inference, frame: Frame, layer: Layer) -> None:
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


def declared_shape(run: Inference, frame: Frame, pattern: Pattern) -> Shape | None:
    """The shape that a pattern says."""
    sizes: list[Entry] = []
    for entry in pattern.entries:
        if not isinstance(entry, t.Dots):
            sizes.append(entry_of(run, frame, entry))
        elif frame.rest is None:
            return None
        else:
            sizes += frame.rest
    return tuple(sizes)
