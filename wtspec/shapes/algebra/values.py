"""What an expression is known to give before any tensor exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from wtspec.shapes.algebra.polynomial import Polynomial, Size, constant, number
from wtspec.shapes.algebra.shape import Entry, Rest, Shape

if TYPE_CHECKING:
    from wtspec.errors import Span
    from wtspec.program.declared import Layer, Sublayer, Value, Wrapped


class Tensor(Struct, frozen=True):
    """A tensor of some shape, None where not even the rank is known; `()` also stands for a
    static number of unknown value."""

    shape: Shape | None


class Fact(Struct, frozen=True):
    """A static value other than a whole number."""

    value: None | bool | float | str


class Perhaps(Struct, frozen=True):
    """A value that may be none instead."""

    value: Abstract


class Either(Struct, frozen=True):
    """One of two values of different shape."""

    one: Abstract
    other: Abstract


class Several(Struct, frozen=True):
    """A list or tuple; a shape is one too, and may hold a `Rest`."""

    items: tuple[Abstract | Rest, ...]


class Copies(Struct, frozen=True):
    """A list of so many items, each of which is alike."""

    item: Abstract
    count: Size


class Position(Struct, frozen=True):
    """The variable of a loop that runs from 0 to below a count."""

    count: Size


class Named(Struct, frozen=True):
    """Tensors by name."""

    items: tuple[tuple[str, Abstract], ...]


class GivenLayer(Struct, frozen=True, eq=False):
    """A layer that is given to another: its component, and where that stands."""

    use: Value
    frame: Frame


class Block(Struct, frozen=True, eq=False):
    """One of a layer's sublayers.

    Attributes:
        position: Which one of a repeated sublayer, None where any may be meant.
        whole: Whether what is done with this one is done with each of them.
        through: If it is reached by a loop's variable, how often that loop runs.
    """

    frame: Frame
    sublayer: Sublayer
    position: int | None = None
    whole: bool = False
    through: Size = None


class Blocks(Struct, frozen=True, eq=False):
    """A repeated sublayer, or a slice of it.

    Attributes:
        whole: Whether it is not just a slice.
    """

    frame: Frame
    sublayer: Sublayer
    whole: bool = True


class Inner(Struct, frozen=True, eq=False):
    """The layer that a wrapper takes."""

    frame: Frame
    wrapped: Wrapped


Abstract = (
    Polynomial
    | Fact
    | Tensor
    | Perhaps
    | Either
    | Several
    | Copies
    | Position
    | Named
    | GivenLayer
    | Block
    | Blocks
    | Inner
    | None
)
"""A value; None where nothing is known of it."""


class Frame:
    """What the names of one layer or function stand for while its body is followed.

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
        self.wrapped: dict[str, GivenLayer] = {}
        self.index: Abstract = None
        self.shape: Abstract = None
        self.weights: dict[str, Abstract] = {}
        self.built: dict[object, tuple[Entry, Span]] = {}
        self.outermost = False
        self.general = False
        self.unkept = False

    def at(self, position: int | None = None) -> Frame:
        """This frame outside of the body, where one of a repeated sublayer is made."""
        frame = Frame(self.layer)
        frame.params = self.params
        frame.dims = frame.names = self.dims
        frame.rest = self.rest
        frame.inputs = self.inputs
        frame.wrapped = self.wrapped
        frame.weights = self.weights
        frame.index = None if position is None else constant(position)
        frame.outermost = self.outermost
        return frame


SCALAR = Tensor(())
UNKNOWN = Tensor(None)


MOST_AXES = 32
MOST_ITEMS = 4096


def is_small(value: Abstract) -> bool:
    """Whether a value is of a size that a body may sensibly have, so that it can be followed."""
    match value:
        case Tensor(shape):
            return shape is None or len(shape) <= MOST_AXES
        case Several() | Named():
            return _count(value, MOST_ITEMS) <= MOST_ITEMS
        case _:
            return True


def _count(value: object, most: int) -> int:
    """How many items there are in a list and the lists in it, as far as that is below a limit."""
    if not isinstance(value, Several | Named):
        return 1
    total = 0
    for item in value.items:
        total += _count(item[1] if isinstance(item, tuple) else item, most - total)
        if total > most:
            break
    return total


def shape_of(value: Abstract) -> Shape | None:
    """The shape of a value where a tensor is wanted; None where it is not known."""
    match value:
        case Tensor(shape):
            return shape
        case Perhaps(inner):
            return shape_of(inner)
        case Polynomial() | Position():
            return ()
        case Fact(inner):
            return () if isinstance(inner, int | float) else None
        case Several(items):
            return _stacked(items)
        case _:
            return None


def size_of(value: Abstract | Rest) -> Size:
    """The size that a value stands for."""
    return value if isinstance(value, Polynomial) else None


def entries_of(value: Abstract) -> Shape | None:
    """The shape that a static value describes, as `(batch, 3)` does."""
    if isinstance(value, Several):
        return tuple(item if isinstance(item, Polynomial | Rest) else None for item in value.items)
    return (value,) if isinstance(value, Polynomial) else None


def numbers_of(value: Abstract) -> list[int] | None:
    """A whole number or a list of them, as plain numbers."""
    items = value.items if isinstance(value, Several) else (value,)
    numbers = [number(item) for item in items]
    return [one for one in numbers if one is not None] if None not in numbers else None


def flag(value: Abstract) -> bool | None:
    """A plain truth value."""
    if isinstance(value, Fact) and isinstance(value.value, bool):
        return value.value
    return None


def _stacked(items: tuple[Abstract | Rest, ...]) -> Shape | None:
    shapes = [shape_of(item) if not isinstance(item, Rest) else None for item in items]
    first = shapes[0] if shapes else None
    if first is None or any(shape != first for shape in shapes) or None in first:
        return None
    return (constant(len(items)), *first)
