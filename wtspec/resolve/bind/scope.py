"""What names mean at a place of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import CatalogFunction, Parameter, function, function_names
from wtspec.errors import Span
from wtspec.language import Body, Signature
from wtspec.program.bound import Role
from wtspec.program.declared import Function, Layer
from wtspec.program.kinds import Kind


class Callee(Struct, frozen=True):
    """What is known of a layer that bodies call.

    Attributes:
        inputs: The parameters of its call, None where they are not known.
        weights: The names of its weights, None where they are not known.
        has_weight: Whether it has a weight of some path; None where that is not known.
        trains_within: Whether its weight of some name trains, likewise.
        depends_on_training: Whether it may behave otherwise in training.
        remat: Whether the backward pass computes it again; `scan` likewise.
    """

    has_weight: Callable[[str], bool | None]
    trains_within: Callable[[str], bool | None]
    inputs: tuple[Parameter, ...] | None = None
    weights: tuple[str, ...] | None = None
    depends_on_training: bool = True
    remat: bool = False
    scan: bool = False


class Symbol(Struct, frozen=True):
    """A name that formulas may use.

    Attributes:
        span: Where it is declared.
        type: A param's type, for `activation` and `layer` params can be called.
        late: Of a param: whether its value is known only when the layer is built.
        value: Of one of the file's params: what it is; None where that is not known.
        optional: Of an input: whether it may be left out.
        trainable: Of a weight: whether the optimizer updates it; None where that is a formula.
        layer: Of a sublayer, or of what is wrapped.
    """

    role: Role
    kind: Kind
    span: Span | None = None
    type: str | None = None
    late: bool = False
    value: object = None
    optional: bool = False
    trainable: bool | None = None
    layer: Callee | None = None

    @property
    def callable(self) -> bool:
        """Whether a formula may call it."""
        layers = (Kind.LAYER, Kind.LAYERS, Kind.UNKNOWN)
        return self.kind in layers or self.type == "activation"


SETTING = Symbol("setting", Kind.STATIC)
"""One of the file's params, where its value matters elsewhere."""

UNKNOWN = Symbol("local", Kind.UNKNOWN)
"""Stands for what is at fault, so that nothing more is said of it."""


def _none(name: str) -> None:
    del name


class Names(Struct, frozen=True):
    """The layers and functions of a program, found by name and resolved on demand.

    Attributes:
        layer: Gives a declared layer, resolved; None where there is none or it is at fault.
        layer_names: All declared layers.
        function: Gives one of the file's functions, likewise.
        function_names: All functions.
        params: The file's params, which layers and functions do not see.
        open: Whether there may be others, in files that could not be read.
        written: Gives one of the file's functions as it is written; None where it can't be read.
        filled: Whether the model's weights come from a file, so that they need no initializers.
    """

    layer: Callable[[str], Layer | None] = _none
    layer_names: tuple[str, ...] = ()
    function: Callable[[str], Function | None] = _none
    function_names: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    open: bool = False
    filled: bool = False
    written: Callable[[str], tuple[Signature, Body] | None] = _none


NO_NAMES = Names()

Allowed = Literal["tensors", "random", "initializers", "classes", "column", "tensor"]
"""What formulas may do besides computing with static values: call Keras's functions, those that
draw, and initializers; and name a column for its classes or values, or a tensor of a file."""

STATIC: frozenset[Allowed] = frozenset()
PURE: frozenset[Allowed] = frozenset({"tensors"})
DRAWING: frozenset[Allowed] = frozenset({"tensors", "random"})


class Scope(Struct, frozen=True):
    """The names and functions that the formulas of one place may use.

    Attributes:
        place: For messages: what the formula belongs to.
        names: Those of the whole program.
        allows: What its formulas may do.
        tells_training: Whether sublayers are told if they train, as a model's must be: Keras's
            training step calls `call` itself, past what would let them know.
        library: Functions that take the place of Keras's, as in the data's formulas.
        open: Whether a name that is not known is a column that may exist.
        incomplete: Whether names may be missing for a fault that has been told.
        later: Names that only what stands further below may use.
    """

    place: str
    symbols: Mapping[str, Symbol]
    names: Names = NO_NAMES
    allows: frozenset[Allowed] = DRAWING
    tells_training: bool = False
    library: Mapping[str, CatalogFunction] | None = None
    open: bool = False
    incomplete: bool = False
    later: frozenset[str] = frozenset()

    def extended(self, more: Mapping[str, Symbol]) -> Scope:
        """This scope with more names, which hide those of the same name."""
        return replace(self, symbols={**self.symbols, **more})

    def of_data(self, library: Mapping[str, CatalogFunction], *, open_: bool) -> Scope:
        """This scope with functions over columns instead of Keras's and the file's own."""
        names = replace(self.names, function=_none, function_names=())
        allows = self.allows | {"column"}
        return replace(self, library=library, open=open_, names=names, allows=allows)

    def known_function(self, name: str) -> CatalogFunction | None:
        """The function of that name, beside the file's own."""
        return function(name) if self.library is None else self.library.get(name)

    def known_functions(self) -> tuple[str, ...]:
        """The names of these functions."""
        return function_names() if self.library is None else tuple(self.library)
