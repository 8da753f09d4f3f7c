"""Makes a tree of another, node by node."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from msgspec.structs import asdict, replace

from wtspec.language.tree import Expression, For, Keyword, Located

Write = Callable[[Expression], Expression]
Node = TypeVar("Node", bound=Located)


def rebuilt(node: Node, write: Write) -> Node:
    """A node round what is written in the place of the expressions directly inside it."""
    fields = asdict(node)
    return replace(node, **{name: _written(value, write) for name, value in fields.items()})


def _written(value: object, write: Write) -> object:
    match value:
        case tuple():
            return tuple(_written(one, write) for one in cast("tuple[object, ...]", value))
        case Keyword() | For():
            return rebuilt(value, write)
        case Located():
            return write(cast("Expression", value))
        case _:
            return value
