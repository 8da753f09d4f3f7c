"""Nodes that take the place of names and calls once it is known what they mean.

Together with the nodes of `language` they make the bound tree, which alone is printed as source.
"""

from __future__ import annotations

from typing import Literal

from wtspec.catalog import CatalogFunction
from wtspec.language import Expression, Extension, Keyword

Role = Literal[
    "param",
    "input",
    "weight",
    "layer",
    "state",
    "dim",
    "local",
    "own",
    "index",
    "training",
    "shape",
    "shaped",
    "setting",
    "classes",
    "column",
    "tensor",
    "placeholder",
]


class Reference(Extension, frozen=True):
    """A name and the part that it plays: `kernel` as the layer's weight of that name."""

    name: str
    role: Role


class Spread(Extension, frozen=True):
    """The items of a list, in the place of one entry of a weight's shape."""

    items: Expression


class InitializerCall(Extension, frozen=True):
    """A call of an initializer that is a param, in the formula of an initializer."""

    initializer: Reference
    shape: Expression


class WeightOf(Extension, frozen=True):
    """A weight of a sublayer: `embed.embeddings`.

    Attributes:
        remat: Whether the sublayer is one that the backward pass computes again.
    """

    layer: Expression
    name: str
    remat: bool = False


class Operation(Extension, frozen=True):
    """A call of one of Keras's functions."""

    function: CatalogFunction
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...] = ()


class OwnCall(Extension, frozen=True):
    """A call of one of the file's functions."""

    function: str
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...] = ()


class FunctionName(Extension, frozen=True):
    """One of the file's functions, given by name to `scan` and its like."""

    function: str


class StaticCall(Extension, frozen=True):
    """A call of `len`, `range`, `min`, … on static values, or of `shape` and `ndim`.

    `nesting` is `ndim` of what may be a list or a number: how deep lists lie in each other.
    """

    function: str
    arguments: tuple[Expression, ...]


class LayerCall(Extension, frozen=True):
    """A call of a sublayer, of a list of them in order (`chain`), or of an activation param.

    Attributes:
        weights: Values that weights of the sublayer have in this call, by their paths in it.
    """

    layer: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[Keyword, ...] = ()
    chain: bool = False
    weights: tuple[tuple[str, Expression], ...] = ()


class TensorEqual(Extension, frozen=True):
    """`==` or `!=` of tensors, for which Python's operator can't be used."""

    left: Expression
    right: Expression
    negated: bool
