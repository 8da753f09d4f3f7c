"""What the catalog knows of a Keras class or function."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal[
    "layer",
    "initializer",
    "regularizer",
    "constraint",
    "optimizer",
    "schedule",
    "loss",
    "metric",
    "callback",
]

OF_EVERY_LAYER = ("name", "dtype", "trainable", "autocast", "activity_regularizer")
"""Constructor arguments that every layer of Keras has already."""


class Parameter(Struct, frozen=True, eq=False):
    """A parameter of a constructor or function.

    Attributes:
        name: Its keyword.
        required: Whether it has no default.
        default: Its default, as JSON can say it; None too where it is required.
        accepts: What may stand there: a component kind (`initializer`, `layer`, …), `layers` (a
            list of them), `activation`, `dtype`, `function` (the name of one of the file's
            functions), or `bool`, `int`, `float` (an int will do too), `str`, `list`, `null`;
            several where each will do; empty where nothing is known. Null will also do wherever
            the default is None. In a layer's `call`, `list` marks an input that is a list of
            tensors.
        keyword_only: Whether it can't be given by position.
    """

    name: str
    required: bool = True
    default: object = None
    accepts: tuple[str, ...] = ()
    keyword_only: bool = False


class Component(Struct, frozen=True):
    """A class of Keras's public API.

    Attributes:
        kind: What it is.
        name: Its public name, `Dense`.
        python: How source names it, `keras.layers.Dense`.
        doc: The first line of its docstring, without the full stop.
        parameters: Those of its constructor, in order; for a layer with the `name`, `dtype`,
            `trainable` and the like that every layer takes, even where they hide in `**kwargs`.
        alias: The snake_case string that Keras's own `get` takes for it, if there is one.
        call: For a layer, the parameters of its `call`.
        variables: For a layer, the attributes that may hold its weights once it is built: what
            `embed.embeddings` can name. The layers inside it have their own.
    """

    kind: Kind
    name: str
    python: str
    doc: str
    parameters: tuple[Parameter, ...]
    alias: str | None = None
    call: tuple[Parameter, ...] = ()
    variables: tuple[str, ...] = ()

    @property
    def random(self) -> bool:
        """Whether it is an initializer that draws random numbers."""
        return self.kind == "initializer" and self.parameter("seed") is not None

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        for known in self.parameters:
            if known.name == name:
                return known
        return None


class CatalogFunction(Struct, frozen=True):
    """A function that formulas may call.

    Attributes:
        name: As a formula says it: `matmul`, `random.normal`, `linalg.qr`.
        python: How source says it: `ops.matmul`, `keras.random.normal`, `ops.linalg.qr`.
        doc: The first line of its docstring, without the full stop.
        parameters: In order, `seed` left out for `random.*`: the layer owns one.
        variadic: Whether any number of positional arguments is taken.
        takes_list: The parameters in which Keras wants, or `scan` and its like take, a list of
            tensors (`concatenate`'s `xs`).
        open_keywords: Whether further keywords of any name are taken (`rearrange`'s axis sizes).
        tensors_alone: The parameters for which a weight must be made a tensor.
    """

    name: str
    python: str
    doc: str
    parameters: tuple[Parameter, ...]
    variadic: bool = False
    takes_list: tuple[str, ...] = ()
    open_keywords: bool = False
    tensors_alone: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        for known in self.parameters:
            if known.name == name:
                return known
        return None
