"""The arguments of a call, by the names of its parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Concatenate, cast

from msgspec import Struct

from wtspec.catalog import Parameter
from wtspec.shapes.algebra.axes import place
from wtspec.shapes.algebra.polynomial import constant, number
from wtspec.shapes.algebra.shape import Shape
from wtspec.shapes.algebra.values import Abstract, Fact, Several, flag, shape_of


class Given(Struct, frozen=True):
    """What a function or layer is called with.

    Attributes:
        arguments: By parameter, defaults among them.
        positional: As they stood, for functions that take any number.
    """

    arguments: Mapping[str, Abstract]
    positional: tuple[Abstract, ...] = ()

    def __getitem__(self, name: str) -> Abstract:
        return self.arguments.get(name)

    def shape(self, name: str) -> Shape | None:
        """The shape of a tensor."""
        return shape_of(self[name])

    def whole(self, name: str) -> int | None:
        """A plain whole number."""
        return number(self[name])

    def along(self) -> tuple[Shape, int] | None:
        """The shape of `x`, and where in it the `axis` stands; None where that is not known.

        Raises:
            MisfitError: `axis-out-of-range`.
        """
        shape, axis = self.shape("x"), self.whole("axis")
        index = place(shape, axis) if shape is not None and axis is not None else None
        return None if shape is None or index is None else (shape, index)

    def flag(self, name: str) -> bool | None:
        """A plain truth value."""
        return flag(self[name])

    def text(self, name: str) -> str | None:
        """A plain text."""
        value = self[name]
        return value.value if isinstance(value, Fact) and isinstance(value.value, str) else None

    def is_none(self, name: str) -> bool:
        """Whether an argument is certainly none."""
        return self[name] == NONE


Rule = Callable[Concatenate[Given, ...], Abstract]
"""What a function gives for its arguments; the names behind them are those of the facts."""
NONE = Fact(None)


def bind_arguments(
    parameters: tuple[Parameter, ...],
    positional: tuple[Abstract, ...],
    keywords: Mapping[str, Abstract],
) -> Given:
    """The arguments by name, with the defaults of those that are not given."""
    defaults, names = _declared(parameters)
    return Given({**defaults, **dict(zip(names, positional, strict=False)), **keywords}, positional)


@cache
def _declared(parameters: tuple[Parameter, ...]) -> tuple[dict[str, Abstract], list[str]]:
    """The defaults of Keras's parameters, and the names of those that go by position."""
    defaults = {one.name: plain(one.default) for one in parameters if not one.required}
    return defaults, [one.name for one in parameters if not one.keyword_only]


def plain(value: object) -> Abstract:
    """A plain value as an abstract one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return constant(value)
    if isinstance(value, list | tuple):
        items = cast("list[object]", value)
        return Several(tuple(plain(item) for item in items))
    return Fact(value) if isinstance(value, bool | float | str) or value is None else None
