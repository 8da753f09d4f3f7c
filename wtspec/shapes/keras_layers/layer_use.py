"""One use of a Keras layer."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wtspec.shapes.algebra.polynomial import Size
from wtspec.shapes.algebra.shape import Shape, has_rest
from wtspec.shapes.algebra.values import Abstract, size_of
from wtspec.shapes.given import Given

Inside = Callable[[Abstract, Shape], Shape | None]


class LayerUse(Struct, frozen=True):
    """How a layer is made and called.

    Attributes:
        made: The constructor's arguments.
        called: The arguments of the call.
        shape: The shape of the first input.
        inner: Gives the output's shape of a layer among the constructor's arguments, for one
            step if it is a recurrent cell.
        rank: How many axes its input has, where the layer takes no other number.
    """

    made: Given
    called: Given
    shape: Shape | None
    inner: Inside
    rank: int | None = None

    @property
    def spatial(self) -> int:
        """How many axes lie between the batch and the channels."""
        return (self.rank or 2) - 2

    def size(self, name: str) -> Size:
        """A size among the constructor's arguments."""
        return size_of(self.made[name])


LayerRule = Callable[[LayerUse], Abstract]


def closed(shape: Shape | None, rank: int | None = None) -> Shape | None:
    """A shape, if its rank is known and right."""
    if shape is None or has_rest(shape) or (rank is not None and len(shape) != rank):
        return None
    return shape


def plain_format(use: LayerUse) -> bool:
    """Whether channels come last, as they do unless a layer says otherwise."""
    if "data_format" not in use.made.arguments:
        return True
    return use.made.is_none("data_format") or use.made.text("data_format") == "channels_last"
