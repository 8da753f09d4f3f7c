"""Which layers one of Keras's own is given, and what it calls them with."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from wtspec.program.declared import Items, Use
from wtspec.shapes.algebra.values import Abstract, GivenLayer, Tensor, shape_of
from wtspec.shapes.declarations import argument
from wtspec.shapes.inference import Inference, TooLongError
from wtspec.shapes.misfit import MisfitError
from wtspec.shapes.use import output_inside

_BY_STEP = ("RNN", "TimeDistributed")
"""Layers that give each step of a sequence to the layer that they hold."""


class HeldLayer(Struct, frozen=True):
    """A layer that another holds.

    Attributes:
        path: Within the other.
        taken: What it is called with.
        value: What it gives.
        chained: Whether it is called on what the one before it gives.
    """

    title: str
    path: str
    given: GivenLayer
    taken: Abstract
    value: Abstract
    chained: bool = False


def held_layers(run: Inference, given: GivenLayer, first: Abstract) -> list[HeldLayer]:
    """The layers among the arguments of a layer that is called on some value."""
    use = given.use
    if not isinstance(use, Use):
        return []
    taken = handed_on(use, first)
    held: list[HeldLayer] = []
    for name, value in use.arguments:
        if isinstance(value, Items):
            below = f"stacked_rnn_cells/{name}" if use.name == "RNN" else name
            stacked = [argument(run, given.frame, item) for item in value.items]
            held += _stacked(run, name, below, stacked, taken)
            continue
        one = argument(run, given.frame, value)
        if isinstance(one, GivenLayer) and _is_layer(one):
            held.append(HeldLayer(name, name, one, taken, _output(run, one, taken)))
    return _both_ways(held) if use.name == "Bidirectional" else held


def handed_on(use: Use, first: Abstract) -> Abstract:
    """What a layer gives to those that it holds, for a value that it is called on."""
    shape = shape_of(first)
    if use.name not in _BY_STEP or shape is None:
        return first
    return Tensor((shape[0], *shape[2:])) if len(shape) > 2 else None


def _stacked(
    run: Inference, name: str, below: str, items: list[Abstract], taken: Abstract
) -> Iterator[HeldLayer]:
    """Layers that run one after the other."""
    for index, one in enumerate(items):
        if isinstance(one, GivenLayer) and _is_layer(one):
            value = _output(run, one, taken)
            title, path = f"{name}[{index}]", f"{below}/{index}"
            yield HeldLayer(title, path, one, taken, value, chained=index > 0)
            taken = value


def _both_ways(held: list[HeldLayer]) -> list[HeldLayer]:
    """The two layers that run through a sequence forwards and backwards."""
    named = {one.title: one for one in held}
    forward = named.get("layer")
    if forward is None:
        return held
    ways = {"forward_layer": forward, "backward_layer": named.get("backward_layer", forward)}
    return [HeldLayer(name, name, one.given, one.taken, one.value) for name, one in ways.items()]


def _is_layer(given: GivenLayer) -> bool:
    use = given.use
    if not isinstance(use, Use):
        return False
    return isinstance(use.component, str) or use.component.kind == "layer"


def _output(run: Inference, given: GivenLayer, taken: Abstract) -> Abstract:
    shape = shape_of(taken)
    if shape is None:
        return None
    run.steps = 0
    try:
        return Tensor(output_inside(run, given, shape))
    except (MisfitError, TooLongError):
        run.depth = 0
        return None
