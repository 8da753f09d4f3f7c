"""The last steps by which a model makes its outputs, from the end backwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from wtspec.errors import Span
from wtspec.language import Body, Expression
from wtspec.language import tree as t
from wtspec.program.declared import Layer, Value

PROJECTION = "matmul"
"""The name of a step that is a product with a weight."""

PART = "[]"
"""That of a step that takes a part of a tensor."""

NO_PLACES: Mapping[str, Site] = MappingProxyType({})
NO_VALUES: Mapping[str, Value] = MappingProxyType({})


class OutputStep(Struct, frozen=True):
    """What a value went through: a layer or function of Keras, or arithmetic with a weight.

    Attributes:
        name: `Dense`, `softmax`, …; `matmul` for any product of tensors with a weight, `*` and `+`
            for arithmetic with a weight or number, `[]` for a part of a tensor. An `Activation`
            layer bears the name of its activation.
        activation: Of a layer; `linear` for none, None for one that is not known.
        arguments: The names of those that it was given.
        units: How many numbers a `Dense` or `matmul` gives, where that is known.
    """

    name: str
    span: Span
    activation: str | None = "linear"
    arguments: frozenset[str] = frozenset()
    units: object = None


class Site(Struct, frozen=True):
    """A value within a body, as one call of it has it.

    Attributes:
        before: The statements before the value.
        layer: Whose body it is; None for a function's.
        given: What the inputs are, at the call.
        arguments: What the layer's params are, at the call.
        caller: Where these arguments are written; None for the model and for functions.
    """

    value: Expression
    before: tuple[t.Statement, ...]
    layer: Layer | None
    given: Mapping[str, Site] = NO_PLACES
    arguments: Mapping[str, Value] = NO_VALUES
    caller: Site | None = None

    def at(self, value: Expression, before: tuple[t.Statement, ...] | None = None) -> Site:
        """Another value of the same call."""
        before = self.before if before is None else before
        return Site(value, before, self.layer, self.given, self.arguments, self.caller)


def ends(block: tuple[t.Statement, ...]) -> list[tuple[Expression, tuple[t.Statement, ...]]]:
    """Every value that a body may return, with the statements before it."""
    return list(_ends(block, ()))


def _ends(
    block: tuple[t.Statement, ...], above: tuple[t.Statement, ...]
) -> Iterator[tuple[Expression, tuple[t.Statement, ...]]]:
    *inner, last = block
    before = (*above, *inner)
    if isinstance(last, t.Return):
        yield last.value, before
    for branch in t.blocks(last):
        yield from _ends(branch, before)


def definition(place: Site, name: str) -> Site | None:
    """Where a local's value is given, unless a branch or loop may give it."""
    for index in range(len(place.before) - 1, -1, -1):
        statement = place.before[index]
        if isinstance(statement, t.Assign) and statement.targets == (name,):
            return place.at(statement.value, place.before[:index])
        if _gives(statement, name):
            return None
    return None


def _gives(statement: t.Statement, name: str) -> bool:
    if isinstance(statement, t.Assign):
        return name in statement.targets
    own = isinstance(statement, t.Loop) and name in statement.clause.targets
    return own or any(_gives(one, name) for block in t.blocks(statement) for one in block)


def enter(
    body: Body,
    layer: Layer | None,
    given: Mapping[str, Site],
    arguments: Mapping[str, Value] = NO_VALUES,
    caller: Site | None = None,
) -> Site | None:
    """What a layer or function returns where it is called, if that is one value."""
    returned = ends(body.statements)
    if len(returned) != 1 or isinstance(returned[0][0], t.Tuple | t.Dict):
        return None
    return Site(*returned[0], layer, given, arguments, caller)
