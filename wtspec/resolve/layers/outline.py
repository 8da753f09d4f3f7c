"""What is known of a layer, or of the model, before its formulas are read."""

from __future__ import annotations

from msgspec import Struct

from wtspec.program.declared import Dim, Input, Param, Wrapped
from wtspec.resolve.bind.scope import Allowed, Scope, Symbol
from wtspec.resolve.context import Context
from wtspec.spec import LayerSpec, ModelSpec


class Outline(Struct, frozen=True):
    """A layer, or the model, seen from outside."""

    context: Context
    name: str
    spec: LayerSpec | ModelSpec
    params: tuple[Param, ...]
    inputs: tuple[Input, ...]
    dims: tuple[Dim, ...]
    wraps: tuple[Wrapped, ...] = ()
    is_model: bool = False

    @property
    def place(self) -> str:
        """How a message names it."""
        return "the model" if self.is_model else f"the layer `{self.name}`"

    def scope(self, place: str, symbols: dict[str, Symbol], allows: frozenset[Allowed]) -> Scope:
        """What formulas in it may use; those of the model alone may count a column's classes."""
        own = _OF_MODEL if self.is_model else frozenset[Allowed]()
        return self.context.scope(place, symbols, allows | own)


_OF_MODEL: frozenset[Allowed] = frozenset({"classes"})
