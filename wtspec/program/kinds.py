"""What an expression gives, as far as it matters before a run."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """How much is known of a value when the layer is built.

    `DYNAMIC` is an integer without a known size, such as the batch. `EITHER` is a parameter of a
    function, which its callers settle.
    """

    STATIC = "a static value"
    DYNAMIC = "a size that is not known before the run"
    TENSOR = "a tensor"
    TENSORS = "a list of tensors"
    LAYER = "a sublayer"
    LAYERS = "a list of sublayers"
    EITHER = "a value"
    UNKNOWN = "an unknown value"

    @property
    def is_static(self) -> bool:
        """Whether Python may decide on it while the layer is built."""
        return self in (Kind.STATIC, Kind.EITHER, Kind.UNKNOWN)


def join(kinds: list[Kind]) -> Kind:
    """The kind of an operation on values of these kinds."""
    for kind in (Kind.UNKNOWN, Kind.TENSOR, Kind.EITHER, Kind.DYNAMIC):
        if kind in kinds:
            return kind
    return Kind.TENSOR if Kind.TENSORS in kinds else Kind.STATIC
