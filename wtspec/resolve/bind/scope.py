"""What names mean at a place of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from wtspec.catalog import Function as CatalogFunction
from wtspec.catalog import Parameter, function, function_names
from wtspec.errors import Span
from wtspec.program.bound import Role
from wtspec.program.declared import Function
from wtspec.program.kinds import Kind


class Symbol(Struct, frozen=True):
    """A name that formulas may use.

    Attributes:
        type: A param's type, for `activation` and `layer` params can be called.
        inputs: Of a sublayer: the parameters of its call, None where they are not known.
        weights: Of a sublayer: the names of its weights, None where they are not known.
        has_weight: Of a sublayer: whether it has a weight of some path; None where that is not
            known.
        trains_within: Of a sublayer: whether its weight of some name trains, likewise.
        heeds_training: Of a sublayer: whether it may behave otherwise in training.
        remat: Of a sublayer: whether the backward pass computes it again; `scan` likewise.
        trainable: Of a weight: whether the optimizer updates it; None where that is a formula.
        late: Of a param: whether its value is known only when the layer is built.
        optional: Of an input: whether it may be left out.
        value: Of one of the file's params: what it is; None where that is not known.
        span: Where it is declared.
    """

    role: Role
    kind: Kind
    type: str | None = None
    inputs: tuple[Parameter, ...] | None = None
    weights: tuple[str, ...] | None = None
    has_weight: Callable[[str], bool | None] | None = None
    trains_within: Callable[[str], bool | None] | None = None
    heeds_training: bool = True
    remat: bool = False
    scan: bool = False
    trainable: bool | None = None
    late: bool = False
    optional: bool = False
    value: object = None
    span: Span | None = None

    @property
    def callable(self) -> bool:
        """Whether a formula may call it."""
        layers = (Kind.LAYER, Kind.LAYERS, Kind.UNKNOWN)
        return self.kind in layers or self.type == "activation"


def _no_function(name: str) -> Function | None:
    del name
    return None


class Scope(Struct, frozen=True):
    """The names and functions that the formulas of one place may use.

    Attributes:
        place: For messages: what the formula belongs to.
        find_function: Gives one of the file's functions, bound; None where there is none.
        function_names: The names of the file's functions, for suggestions.
        tensors: Whether Keras's functions may be called here.
        random: Whether `random.*` may be called here.
        library: Functions that take the place of Keras's, as in the data's formulas.
        ambiguous: Names that are both a column and a param.
        open: Whether a name that is not known is a column that may exist.
        file_params: The file's params, seen or not, for messages.
        torn: Whether names may be missing for a fault that has been told.
        lacks_functions: Whether functions may be missing likewise.
        later: Names that only what stands further below may use.
    """

    place: str
    symbols: Mapping[str, Symbol]
    find_function: Callable[[str], Function | None] = _no_function
    function_names: tuple[str, ...] = ()
    tensors: bool = True
    random: bool = True
    library: Mapping[str, CatalogFunction] | None = None
    open: bool = False
    ambiguous: frozenset[str] = frozenset()
    file_params: tuple[str, ...] = ()
    torn: bool = False
    lacks_functions: bool = False
    later: frozenset[str] = frozenset()

    def extended(self, place: str, more: Mapping[str, Symbol]) -> Scope:
        """This scope with more names, which hide those of the same name."""
        return replace(self, place=place, symbols={**self.symbols, **more})

    def of_data(
        self, library: Mapping[str, CatalogFunction], *, open_: bool, ambiguous: frozenset[str]
    ) -> Scope:
        """This scope with functions over columns instead of Keras's and the file's own."""
        return replace(
            self,
            library=library,
            open=open_,
            ambiguous=ambiguous,
            find_function=_no_function,
            function_names=(),
        )

    def known_function(self, name: str) -> CatalogFunction | None:
        """The function of that name, beside the file's own."""
        return function(name) if self.library is None else self.library.get(name)

    def known_functions(self) -> tuple[str, ...]:
        """The names of these functions."""
        return function_names() if self.library is None else tuple(self.library)
