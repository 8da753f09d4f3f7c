"""The names of one layer or function while its body is followed."""

from __future__ import annotations

from wtspec.errors import Span
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Pattern
from wtspec.program.dims import dots_index
from wtspec.shapes.algebra.polynomial import constant
from wtspec.shapes.algebra.values import Abstract, Argument, Entry, Shape, has_rest


class Frame:
    """What the names stand for.

    Attributes:
        layer: None for one of the file's functions.
        params: The layer's, by name.
        dims: As the inputs' patterns bind them.
        rest: The dims that the first `...` of the inputs matches, None where not known.
        names: Inputs, dims and locals, as a body sees them.
        inputs: The inputs, whatever locals take their names.
        wrapped: The layers that a wrapper is given.
        index: Which of a repeated sublayer is made, while its arguments are evaluated.
        shape: That of a weight, while its initializer is evaluated.
        weights: Those that were asked for before.
        unkept: Whether its body does not give what `returns` says.
        built: What sublayers were first called with, and where.
        outermost: Whether this is the layer whose sublayers are asked about.
        general: Whether nothing is known of its params and inputs but their declarations.
    """

    __slots__ = (
        "built",
        "dims",
        "general",
        "index",
        "inputs",
        "layer",
        "names",
        "outermost",
        "params",
        "rest",
        "shape",
        "unkept",
        "weights",
        "wrapped",
    )

    def __init__(self, layer: Layer | None = None) -> None:
        self.layer = layer
        self.params: dict[str, Abstract] = {}
        self.dims: dict[str, Abstract] = {}
        self.rest: Shape | None = None
        self.names: dict[str, Abstract] = {}
        self.inputs: dict[str, Abstract] = {}
        self.wrapped: dict[str, Argument] = {}
        self.index: Abstract = None
        self.shape: Abstract = None
        self.weights: dict[str, Abstract] = {}
        self.built: dict[object, tuple[Entry, Span]] = {}
        self.outermost = False
        self.general = False
        self.unkept = False

    def at(self, position: int | None = None) -> Frame:
        """This frame outside of the body, where one of a repeated sublayer is made."""
        found = Frame(self.layer)
        found.params = self.params
        found.dims = found.names = self.dims
        found.rest = self.rest
        found.inputs = self.inputs
        found.wrapped = self.wrapped
        found.weights = self.weights
        found.index = None if position is None else constant(position)
        found.outermost = self.outermost
        return found


def match(
    pattern: Pattern, shape: Shape | None
) -> tuple[list[tuple[t.Expression, Entry]], Shape | None]:
    """Each entry of a pattern with its size in a shape, and what the `...` matches."""
    dots = dots_index(pattern)
    entries = pattern.entries
    if shape is None:
        return [(e, None) for e in entries if not isinstance(e, t.Dots)], None
    if dots is None:
        return _matched(entries, shape), None
    behind = len(entries) - dots - 1
    if len(shape) < dots + behind:
        return [(e, None) for e in entries if not isinstance(e, t.Dots)], None
    stop = len(shape) - behind
    front, middle, back = shape[:dots], shape[dots:stop], shape[stop:]
    rest = None if has_rest(front) or has_rest(back) else middle
    pairs = [*_matched(entries[:dots], front), *_matched(entries[dots + 1 :], back)]
    return pairs, rest


def _matched(entries: tuple[t.Expression, ...], shape: Shape) -> list[tuple[t.Expression, Entry]]:
    if has_rest(shape) or len(shape) != len(entries):
        return [(entry, None) for entry in entries]
    return list(zip(entries, shape, strict=True))
