"""Opens a layer by itself: its params and dims stand for any value."""

from __future__ import annotations

import math
from collections.abc import Mapping

from wtspec.language import tree as t
from wtspec.program.declared import Input, Layer, Param
from wtspec.program.dims import dots_index
from wtspec.shapes.algebra.polynomial import constant, symbol
from wtspec.shapes.algebra.shape import Entry, Rest, Shape
from wtspec.shapes.algebra.values import SCALAR, Abstract, Frame, Perhaps, Tensor
from wtspec.shapes.declarations import add_states, argument, entry_of
from wtspec.shapes.inference import Inference


def outermost(
    run: Inference,
    layer: Layer,
    params: Mapping[str, Abstract] | None = None,
    dims: Mapping[str, Abstract] | None = None,
) -> tuple[Frame, dict[str, Shape]]:
    """The frame of a layer that is not used by another, and the shapes of its inputs.

    Args:
        params: What its params are, where that is known; `dims` likewise.
    """
    frame = Frame(layer)
    named = {dim.name: symbol(dim.name, "dim") for dim in layer.dims}
    frame.dims = {**named, **(dims or {})}
    frame.params = {param.name: _param(param) for param in layer.params}
    frame.params |= params or {}
    frame.names = dict(frame.dims)
    inputs = {one.name: _input_shape(run, frame, one) for one in layer.inputs}
    opened = next((one for one in layer.inputs if dots_index(one.pattern) is not None), None)
    frame.rest = (Rest(opened.name),) if opened is not None else None
    for one in layer.inputs:
        tensor = Tensor(inputs[one.name])
        frame.names[one.name] = Perhaps(tensor) if one.optional else tensor
        frame.inputs[one.name] = frame.names[one.name]
    add_states(run, frame, layer)
    return frame, inputs


def known_params(run: Inference, model: Layer) -> dict[str, Abstract]:
    """The model's params: the file's knobs, whose values are known."""
    return {
        param.name: argument(run, Frame(), param.known)
        for param in model.params
        if param.known is not None
    }


def known_dims(layer: Layer, shapes: Mapping[str, tuple[int | None, ...]]) -> dict[str, Abstract]:
    """The dims that shapes of the inputs settle."""
    return {
        dim.name: constant(size)
        for dim in layer.dims
        if (size := _along(shapes.get(dim.source, ()), dim.axis)) is not None
    }


def _along(shape: tuple[int | None, ...], axis: int) -> int | None:
    return shape[axis] if -len(shape) <= axis < len(shape) else None


def _param(param: Param) -> Abstract:
    """What a layer by itself knows of a param: that it is a size, or a number."""
    nullable = t.is_none(param.default)
    if nullable or param.type not in ("int", "float", "bool"):
        return None
    if param.type != "int":
        return SCALAR
    least = math.ceil(param.minimum) if param.minimum is not None else None
    return symbol(param.name, "param", least)


def _input_shape(run: Inference, frame: Frame, one: Input) -> Shape:
    entries: list[Entry] = []
    for axis, entry in enumerate(one.pattern.entries):
        if isinstance(entry, t.Dots):
            entries.append(Rest(one.name))
            continue
        known = entry_of(run, frame, entry)
        entries.append(known if known is not None else symbol(f"{one.name} {axis}", "axis"))
    return tuple(entries)
