"""What is known of a model that was built, as plain data: whoever has built one hands it over."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from wtspec.program.sizes import DataSizes

Sizes = tuple[int | None, ...]
"""A shape; None for a size that is never known."""


class BuiltWeight(Struct, frozen=True):
    """A weight as it came to be.

    Attributes:
        initializer: As the file writes it, or the name that files have for one of Keras's own.
    """

    shape: tuple[int, ...]
    dtype: str = ""
    initializer: str = ""
    trainable: bool = True


class BuiltModel(Struct, frozen=True):
    """A model as it came to be.

    Attributes:
        weights: By their paths, `blocks/0/kernel`.
        outputs: What layers put out, by the layers' paths, as far as that is known.
        sizes: What it was told by its data.
    """

    weights: Mapping[str, BuiltWeight] = field(default_factory=dict[str, BuiltWeight])
    outputs: Mapping[str, Sizes] = field(default_factory=dict[str, Sizes])
    sizes: DataSizes = DataSizes()
