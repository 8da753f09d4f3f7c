"""What an expression gives, as far as it matters before a run."""

from __future__ import annotations

from typing import ClassVar, final


@final
class Kind:
    """How much is known of a value when the layer is built.

    `DYNAMIC` is an integer without a known size, such as the batch. `EITHER` is a parameter of a
    function, which its callers settle. No `Enum`: a file asks for some thousand, and to look up
    an enum's member takes several times as long.

    Attributes:
        value: How a message names it.
        is_static: Whether Python may decide on it while the layer is built.
    """

    __slots__ = ("is_static", "value")

    STATIC: ClassVar[Kind]
    DYNAMIC: ClassVar[Kind]
    TENSOR: ClassVar[Kind]
    TENSORS: ClassVar[Kind]
    LAYER: ClassVar[Kind]
    LAYERS: ClassVar[Kind]
    EITHER: ClassVar[Kind]
    UNKNOWN: ClassVar[Kind]

    def __init__(self, value: str, *, is_static: bool = False) -> None:
        self.value = value
        self.is_static = is_static

    def __repr__(self) -> str:
        return f"<{self.value}>"


Kind.STATIC = Kind("a static value", is_static=True)
Kind.DYNAMIC = Kind("a size that is not known before the run")
Kind.TENSOR = Kind("a tensor")
Kind.TENSORS = Kind("a list of tensors")
Kind.LAYER = Kind("a sublayer")
Kind.LAYERS = Kind("a list of sublayers")
Kind.EITHER = Kind("a value", is_static=True)
Kind.UNKNOWN = Kind("an unknown value", is_static=True)

_STRONGEST = (Kind.UNKNOWN, Kind.TENSOR, Kind.EITHER, Kind.DYNAMIC)


def join(kinds: list[Kind]) -> Kind:
    """The kind of an operation on values of these kinds."""
    for kind in _STRONGEST:
        if kind in kinds:
            return kind
    return Kind.TENSOR if Kind.TENSORS in kinds else Kind.STATIC


def item_kind(kind: Kind) -> Kind:
    """The kind of an item of a list; anything else has items of its own kind."""
    if kind is Kind.TENSORS:
        return Kind.TENSOR
    return Kind.LAYER if kind is Kind.LAYERS else kind


def list_kind(kind: Kind) -> Kind:
    """The kind of a list of values of one kind."""
    if kind is Kind.TENSOR:
        return Kind.TENSORS
    return Kind.LAYERS if kind is Kind.LAYER else kind
